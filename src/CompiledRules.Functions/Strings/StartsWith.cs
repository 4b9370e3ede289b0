namespace CompiledRules.Functions.Strings;

public static partial class StringFunctions
{
    /// <summary>Whether <paramref name="text"/> starts with <paramref name="part"/>, compared ordinally.</summary>
    [SqlFunction("startswith", OnNull = NullGuard.False, GuardsEmpty = true)]
    public static bool StartsWith([SqlParameter(Coercion = Coercion.Text)] string text, [SqlParameter(Coercion = Coercion.Text)] string part) => text.StartsWith(part, StringComparison.Ordinal);
}
