using System.Buffers;
using System.Text.RegularExpressions;

namespace CompiledRules.Functions.Strings;

/// <summary>Whether a regular expression matches anywhere in a text. One that is a plain text, with or without anchors, is looked for as such.</summary>
/// <param name="regex">Null for a plain text.</param>
internal sealed class RegexTest(string pattern, Regex? regex)
{
    private static readonly SearchValues<char> s_special = SearchValues.Create(@"\.+*?()|[]{}^$");

    private readonly bool _isStart = pattern.StartsWith('^');
    private readonly bool _isEnd = pattern.EndsWith('$');
    private readonly string _text = regex is null ? TextOf(pattern).ToString() : "";

    public string Pattern => pattern;

    /// <exception cref="SqlException">The pattern is not a regular expression.</exception>
    public static RegexTest Of(string pattern) => new(pattern, TextOf(pattern).ContainsAny(s_special) ? RegexCache.Get(pattern) : null);

    public bool IsMatch(string text)
    {
        if (regex is not null)
            return regex.IsMatch(text);

        return (_isStart, _isEnd) switch
        {
            (true, true) => text == _text,
            (true, false) => text.StartsWith(_text, StringComparison.Ordinal),
            (false, true) => text.EndsWith(_text, StringComparison.Ordinal),
            _ => text.Contains(_text, StringComparison.Ordinal),
        };
    }

    private static ReadOnlySpan<char> TextOf(string pattern)
    {
        var text = pattern.AsSpan();
        if (text.StartsWith('^'))
            text = text[1..];
        return text.EndsWith('$') ? text[..^1] : text;
    }
}
