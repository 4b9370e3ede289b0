namespace CompiledRules.Functions.Arrays;

public static partial class ArrayFunctions
{
    /// <summary>The elements as <c>cast</c> makes them strings, with a separator between. Nulls are left out.</summary>
    [SqlFunction("array_join", GuardsEmpty = true)]
    public static string ArrayJoin(SqlArray array, string separator) => ArrayJoin(array, separator, "");

    /// <param name="nullText">Stands for a null; nulls are left out where it is empty.</param>
    [SqlFunction("array_join", GuardsEmpty = true)]
    public static string ArrayJoin(SqlArray array, string separator, string nullText) => string.Join(
        separator,
        array.Where(item => !item.IsNull || nullText.Length > 0).Select(item => item.IsNull ? nullText : SqlConvert.ToText(item, Strictness.All)));
}
