namespace CompiledRules.Functions.Arrays;

public static partial class ArrayFunctions
{
    /// <summary>The element at a place, from 0, or from -1 backwards.</summary>
    /// <exception cref="SqlException">There is no such place.</exception>
    [SqlFunction("element_at", GuardsEmpty = true)]
    public static SqlValue ElementAt(SqlArray array, long index)
    {
        var position = index < 0 ? index + array.Count : index;
        return position >= 0 && position < array.Count
            ? array[(int)position]
            : throw new SqlException($"Index {index} is out of range of an array of {array.Count}");
    }

    /// <summary>The value under a name; null where there is none.</summary>
    [SqlFunction("element_at", GuardsEmpty = true)]
    public static SqlValue ElementAt(SqlObject map, string name) => ArrayItem.Of(map[name]);
}
