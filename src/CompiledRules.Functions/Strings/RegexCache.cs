using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace CompiledRules.Functions.Strings;

/// <summary>Compiled regular expressions by pattern. Safe to use from any thread.</summary>
/// <remarks>Matching takes time linear in the text, so no pattern can hold up a rule; there are no look-arounds and no back references for that reason.</remarks>
internal static class RegexCache
{
    // Rules have few patterns; only data-driven ones could be many.
    private const int Capacity = 512;

    private static readonly ConcurrentDictionary<string, Regex> s_regexes = new(StringComparer.Ordinal);

    // Literals are the same object for every row.
    private static RegexTest s_last = new("", null);

    /// <summary>Whether a pattern matches anywhere in <paramref name="text"/>.</summary>
    /// <exception cref="SqlException">The pattern is not a regular expression.</exception>
    public static bool IsMatch(string pattern, string text)
    {
        var last = s_last;
        if (!ReferenceEquals(last.Pattern, pattern))
            s_last = last = RegexTest.Of(pattern);
        return last.IsMatch(text);
    }

    /// <exception cref="SqlException">The pattern is not a regular expression.</exception>
    public static Regex Get(string pattern)
    {
        if (s_regexes.TryGetValue(pattern, out var regex))
            return regex;

        if (s_regexes.Count >= Capacity)
            s_regexes.Clear();
        return s_regexes.GetOrAdd(pattern, Compile);
    }

    private static Regex Compile(string pattern)
    {
        try
        {
            return new Regex(Re2Syntax.Translate(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new SqlException($"'{pattern}' is not a regular expression: {exception.Message}", exception);
        }
    }
}
