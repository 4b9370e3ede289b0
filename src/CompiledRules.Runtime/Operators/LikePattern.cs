using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace CompiledRules.Runtime.Operators;

/// <summary>The pattern of a LIKE: <c>%</c> stands for any text without line breaks, <c>_</c> for one character, a backslash before either takes it as it is.</summary>
/// <remarks>A pattern without <c>_</c> is matched by looking for the texts between its <c>%</c>, in UTF-8 where the value is held so; all others are regular expressions.</remarks>
public sealed class LikePattern
{
    [ThreadStatic]
    private static LikePattern? s_last;

    private readonly string _pattern;
    private readonly TextPrefix _prefix;
    private readonly string[] _parts;
    private readonly byte[][] _encodedParts;
    private readonly bool _isExpression;
    private Regex? _regex;

    private LikePattern(string pattern)
    {
        _pattern = pattern;
        _parts = PartsOf(pattern, out _isExpression);
        _prefix = new TextPrefix(_isExpression ? "" : _parts[0]);
        _encodedParts = Array.ConvertAll(_parts, Encoding.UTF8.GetBytes);
    }

    public static LikePattern Compile(string pattern) => new(pattern);

    /// <summary>For a pattern that is computed per row: most rows ask for the one before.</summary>
    public static LikePattern Cached(string pattern) => s_last is { } last && last._pattern == pattern ? last : s_last = new LikePattern(pattern);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsMatch(string text) => _prefix.IsPrefixOf(text) && MatchesRest(text);

    /// <param name="text">Without JSON escapes.</param>
    public bool IsMatch(Utf8Text text)
    {
        var bytes = text.Bytes.Span;
        if (_isExpression)
            return IsMatch(text.ToString());
        if (!bytes.StartsWith(_encodedParts[0]))
            return false;

        return bytes.Contains((byte)'\n') ? MatchesExpression(text.ToString()) : MatchesRest(bytes);
    }

    private bool MatchesRest(string text)
    {
        if (_isExpression || text.Contains('\n'))
            return MatchesExpression(text);
        if (_parts.Length == 1)
            return text.Length == _parts[0].Length;

        var rest = text.AsSpan(_parts[0].Length);
        foreach (var part in _parts.AsSpan(1, _parts.Length - 2))
        {
            var place = rest.IndexOf(part, StringComparison.Ordinal);
            if (place < 0)
                return false;
            rest = rest[(place + part.Length)..];
        }

        return rest.EndsWith(_parts[^1], StringComparison.Ordinal);
    }

    private bool MatchesRest(ReadOnlySpan<byte> text)
    {
        if (_encodedParts.Length == 1)
            return text.Length == _encodedParts[0].Length;

        var rest = text[_encodedParts[0].Length..];
        foreach (var part in _encodedParts.AsSpan(1, _encodedParts.Length - 2))
        {
            var place = rest.IndexOf(part);
            if (place < 0)
                return false;
            rest = rest[(place + part.Length)..];
        }

        return rest.EndsWith(_encodedParts[^1]);
    }

    private bool MatchesExpression(string text) =>
        (_regex ??= new Regex(Translate(_pattern), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)).IsMatch(text);

    /// <summary>The texts between the percent signs.</summary>
    private static string[] PartsOf(string pattern, out bool isExpression)
    {
        var (parts, part) = (new List<string>(), new StringBuilder());
        isExpression = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '%')
            {
                parts.Add(part.ToString());
                part.Clear();
                continue;
            }

            // Half a character has no UTF-8 form.
            isExpression |= pattern[i] == '_' || char.IsSurrogate(pattern[i]);
            if (IsEscape(pattern, i))
                i++;
            part.Append(pattern[i]);
        }

        return [.. parts, part.ToString()];
    }

    private static bool IsEscape(string pattern, int position) => pattern[position] == '\\' && position + 1 < pattern.Length && pattern[position + 1] is ('%' or '_');

    private static string Translate(string pattern)
    {
        var regex = new StringBuilder(@"\A");
        for (var i = 0; i < pattern.Length; i++)
        {
            if (IsEscape(pattern, i))
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
