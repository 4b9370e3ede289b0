namespace CompiledRules.Functions.Arrays;

public static partial class ArrayFunctions
{
    /// <summary>The greatest value, by the rules of <c>max</c>; nulls are skipped.</summary>
    [SqlFunction("array_max", GuardsEmpty = true)]
    public static SqlValue ArrayMax(SqlArray array) => ArrayItem.Extreme(array, isGreatest: true);
}
