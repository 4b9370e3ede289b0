namespace CompiledRules.Functions.Arrays;

public static partial class ArrayFunctions
{
    /// <summary>The elements in random order.</summary>
    [SqlFunction("array_shuffle", GuardsEmpty = true, IsDeterministic = false)]
    public static SqlArray ArrayShuffle(SqlArray array)
    {
        SqlValue[] items = [.. array];
        Random.Shared.Shuffle(items);
        return new SqlArray(items);
    }
}
