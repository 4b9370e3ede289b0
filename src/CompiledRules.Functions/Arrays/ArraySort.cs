namespace CompiledRules.Functions.Arrays;

public static partial class ArrayFunctions
{
    /// <summary>The elements in order: numbers by value, then all others by their text.</summary>
    [SqlFunction("array_sort", GuardsEmpty = true)]
    public static SqlArray ArraySort(SqlArray array) => new(
    [
        .. array.Where(static item => item.IsNumber).OrderBy(static item => item.AsNumber()),
        .. array.Where(static item => !item.IsNumber).OrderBy(SqlText.ToText, Utf8Order.Comparer),
    ]);
}
