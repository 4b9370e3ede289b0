namespace CompiledRules.Functions.Arrays;

public static partial class ArrayFunctions
{
    /// <summary>Whether the arrays have a value in common. No first array gives false; the second must be one.</summary>
    [SqlFunction("array_contains_any", OnNull = NullGuard.None)]
    public static bool ArrayContainsAny(SqlArray? array, SqlArray other) =>
        other is null ? throw new SqlException("The second argument of array_contains_any must be an array, not null") : array is not null && array.AsSpan().ContainsAny(other.AsSpan());
}
