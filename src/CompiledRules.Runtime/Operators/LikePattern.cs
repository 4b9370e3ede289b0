using System.Text;
using System.Text.RegularExpressions;

namespace CompiledRules.Runtime.Operators;

/// <summary>The pattern of a LIKE: <c>%</c> stands for any text without line breaks, <c>_</c> for one character, a backslash before either takes it as it is.</summary>
public sealed class LikePattern
{
    [ThreadStatic]
    private static LikePattern? s_last;

    private readonly string _pattern;
    private readonly Regex _regex;

    private LikePattern(string pattern)
    {
        _pattern = pattern;
        _regex = new Regex(Translate(pattern), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }

    public static LikePattern Compile(string pattern) => new(pattern);

    /// <summary>For a pattern that is computed per row: most rows ask for the one before.</summary>
    public static LikePattern Cached(string pattern) => s_last is { } last && last._pattern == pattern ? last : s_last = new LikePattern(pattern);

    public bool IsMatch(string text) => _regex.IsMatch(text);

    private static string Translate(string pattern)
    {
        var regex = new StringBuilder(@"\A");
        for (var i = 0; i < pattern.Length; i++)
        {
            var isEscape = pattern[i] == '\\' && i + 1 < pattern.Length && pattern[i + 1] is ('%' or '_');
            if (isEscape)
                regex.Append(Regex.Escape(pattern[++i].ToString()));
            else
                AppendLetter(regex, pattern[i]);
        }

        return regex.Append(@"\z").ToString();
    }

    private static void AppendLetter(StringBuilder regex, char letter) => _ = letter switch
    {
        '%' => regex.Append(".*"),
        // One character of SQL may be two units of UTF-16.
        '_' => regex.Append(@"(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|.)"),
        _ => regex.Append(Regex.Escape(letter.ToString())),
    };
}
