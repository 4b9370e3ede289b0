namespace CompiledRules.Functions.Strings;

public static partial class StringFunctions
{
    /// <summary>The first match, or empty text.</summary>
    /// <exception cref="SqlException">The pattern is not a regular expression.</exception>
    [SqlFunction("regexp_substr", GuardsEmpty = true)]
    public static string RegexpSubstr([SqlParameter(Coercion = Coercion.Text)] string text, [SqlParameter(Coercion = Coercion.Text)] string pattern) => RegexCache.Get(pattern).Match(text).Value;
}
