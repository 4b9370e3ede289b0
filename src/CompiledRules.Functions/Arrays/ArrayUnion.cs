namespace CompiledRules.Functions.Arrays;

public static partial class ArrayFunctions
{
    /// <summary>The values of both arrays, each once, in the order in which they come first. Null counts as empty.</summary>
    [SqlFunction("array_union", OnNull = NullGuard.None)]
    public static SqlArray ArrayUnion(SqlArray? first, SqlArray? second) =>
        new([.. (first ?? SqlArray.Empty).Concat(second ?? SqlArray.Empty).Distinct()]);
}
