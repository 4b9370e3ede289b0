namespace CompiledRules.Functions.Strings;

public static partial class StringFunctions
{
    /// <summary>Whether <paramref name="pattern"/> matches anywhere in <paramref name="text"/>.</summary>
    /// <exception cref="SqlException">The pattern is not a regular expression.</exception>
    [SqlFunction("regexp_matches", OnNull = NullGuard.False, GuardsEmpty = true)]
    public static bool RegexpMatches([SqlParameter(Coercion = Coercion.Text)] string text, [SqlParameter(Coercion = Coercion.Text)] string pattern) => RegexCache.IsMatch(pattern, text);
}
