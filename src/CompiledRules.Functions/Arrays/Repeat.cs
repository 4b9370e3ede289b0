namespace CompiledRules.Functions.Arrays;

public static partial class ArrayFunctions
{
    /// <summary>An array of so many copies of a value; empty for none or fewer.</summary>
    [SqlFunction("repeat", GuardsEmpty = true)]
    public static SqlArray? Repeat(SqlValue value, long count)
    {
        ArrayItem.CheckLength(count);
        if (value.IsNull)
            return null;

        var items = new SqlValue[Math.Max(count, 0)];
        Array.Fill(items, value);
        return new SqlArray(items);
    }
}
