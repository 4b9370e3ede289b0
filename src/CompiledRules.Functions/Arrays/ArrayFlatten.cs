namespace CompiledRules.Functions.Arrays;

public static partial class ArrayFunctions
{
    /// <summary>The elements, with those of inner arrays in place of the arrays; one level deep.</summary>
    [SqlFunction("array_flatten", GuardsEmpty = true)]
    public static SqlArray ArrayFlatten(SqlArray array) =>
        new([.. array.SelectMany(static item => item.Kind == SqlKind.Array ? item.AsArray() : (IEnumerable<SqlValue>)[item])]);
}
