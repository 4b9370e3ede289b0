namespace CompiledRules.Functions.Strings;

public static partial class StringFunctions
{
    /// <summary>Puts <paramref name="count"/> spaces behind, whatever the length of the text.</summary>
    /// <exception cref="SqlException">The count is negative or too large.</exception>
    [SqlFunction("rpad", GuardsEmpty = true)]
    public static string PadRight([SqlParameter(Coercion = Coercion.Text)] string text, long count) => text + Spaces(count);
}
