namespace CompiledRules.Functions.Arrays;

public static partial class ArrayFunctions
{
    /// <summary>The values of the second array that are in the first too, each once.</summary>
    [SqlFunction("array_intersect", GuardsEmpty = true)]
    public static SqlArray ArrayIntersect(SqlArray first, SqlArray second)
    {
        var known = first.ToHashSet();
        return new SqlArray([.. second.Where(known.Remove)]);
    }
}
