namespace CompiledRules.Functions.Arrays;

public static partial class ArrayFunctions
{
    /// <summary>The least value, by the rules of <c>min</c>; nulls are skipped.</summary>
    [SqlFunction("array_min", GuardsEmpty = true)]
    public static SqlValue ArrayMin(SqlArray array) => ArrayItem.Extreme(array, isGreatest: false);
}
