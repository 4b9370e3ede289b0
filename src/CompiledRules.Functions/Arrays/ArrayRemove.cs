namespace CompiledRules.Functions.Arrays;

public static partial class ArrayFunctions
{
    /// <summary>The array without any of the values equal to the given one.</summary>
    [SqlFunction("array_remove")]
    public static SqlArray ArrayRemove(SqlArray array, SqlValue value)
    {
        var removed = ArrayItem.Of(value);
        return new SqlArray([.. array.Where(item => item != removed)]);
    }
}
