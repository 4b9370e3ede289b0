namespace CompiledRules.Functions.Arrays;

public static partial class ArrayFunctions
{
    /// <summary>The values of the first array that are not in the second, each once. A null second array counts as empty.</summary>
    [SqlFunction("array_except")]
    public static SqlArray ArrayExcept(SqlArray first, SqlArray? second) => new([.. first.Except(second ?? SqlArray.Empty)]);
}
