namespace CompiledRules.Functions.Arrays;

public static partial class ArrayFunctions
{
    /// <summary>Whether the value is in the array, compared deeply; integer 1 and float 1 differ.</summary>
    [SqlFunction("array_contains", OnNull = NullGuard.False)]
    public static bool ArrayContains(SqlArray array, SqlValue value) => array.AsSpan().Contains(ArrayItem.Of(value));
}
