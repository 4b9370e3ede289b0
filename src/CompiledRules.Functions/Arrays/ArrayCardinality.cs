namespace CompiledRules.Functions.Arrays;

public static partial class ArrayFunctions
{
    /// <summary>The number of elements that are not null.</summary>
    [SqlFunction("array_cardinality", OnNull = NullGuard.Zero, GuardsEmpty = true)]
    public static long ArrayCardinality(SqlArray array) => array.Count(static item => !item.IsNull);
}
