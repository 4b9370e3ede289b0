namespace CompiledRules.Functions.Arrays;

public static partial class ArrayFunctions
{
    /// <summary>The number of elements; 0 for anything but an array.</summary>
    [SqlFunction("cardinality", OnNull = NullGuard.Zero, GuardsEmpty = true)]
    public static long Cardinality(SqlValue value) => value.Kind == SqlKind.Array ? value.AsArray().Count : 0;
}
