namespace CompiledRules.Functions.Strings;

public static partial class StringFunctions
{
    /// <summary>Whether <paramref name="text"/> ends with <paramref name="part"/>, compared ordinally.</summary>
    [SqlFunction("endswith", OnNull = NullGuard.False, GuardsEmpty = true)]
    public static bool EndsWith([SqlParameter(Coercion = Coercion.Text)] string text, [SqlParameter(Coercion = Coercion.Text)] string part) => text.EndsWith(part, StringComparison.Ordinal);
}
