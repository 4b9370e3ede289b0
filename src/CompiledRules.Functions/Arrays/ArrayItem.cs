using CompiledRules.Functions.Aggregates;

namespace CompiledRules.Functions.Arrays;

/// <summary>What array functions do with single elements.</summary>
internal static class ArrayItem
{
    // A longer array is taken for a mistake: one row must not exhaust the memory of all rules.
    private const long LongestArray = 10_000_000;

    /// <summary>Arrays hold null, never missing.</summary>
    public static SqlValue Of(SqlValue value) => value.IsMissing ? SqlValue.Null : value;

    public static SqlValue Extreme(SqlArray array, bool isGreatest)
    {
        var extreme = default(Extreme);
        foreach (var item in array.AsSpan())
            extreme.Add(item, isGreatest);
        return extreme.Result(isGreatest);
    }

    /// <exception cref="SqlException">An array of <paramref name="length"/> would be too long.</exception>
    public static void CheckLength(Int128 length)
    {
        if (length > LongestArray)
            throw new SqlException($"An array of {length} elements is too long; {LongestArray} are allowed");
    }
}
