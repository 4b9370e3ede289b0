using System.Text;

namespace CompiledRules.Functions.Strings;

/// <summary>Rewrites a pattern of RE2 for .NET where the two differ: ASCII classes, <c>$</c>, named groups, quoting, POSIX classes.</summary>
internal ref struct Re2Syntax
{
    private readonly ReadOnlySpan<char> _pattern;
    private readonly StringBuilder _output = new();
    private readonly bool _isMultiline;
    private int _position;

    private Re2Syntax(ReadOnlySpan<char> pattern)
    {
        _pattern = pattern;
        _isMultiline = HasMultilineFlag(pattern);
    }

    public static string Translate(string pattern) => pattern.AsSpan().ContainsAny("\\$[(") ? new Re2Syntax(pattern).Translate() : pattern;

    private string Translate()
    {
        while (_position < _pattern.Length)
        {
            var rest = _pattern[_position..];
            if (rest[0] == '\\')
                TranslateEscape(isInClass: false);
            else if (rest[0] == '[')
                TranslateClass();
            else if (rest.StartsWith("(?P<"))
                Emit("(?<", 4);
            else if (rest[0] == '$' && !_isMultiline)
                Emit("\\z", 1);
            else
                Emit(rest[..1], 1);
        }

        return _output.ToString();
    }

    private void TranslateEscape(bool isInClass)
    {
        var rest = _pattern[_position..];
        if (rest.StartsWith("\\Q") && !isInClass)
        {
            TranslateQuoted(rest[2..]);
            return;
        }

        if (rest.Length > 2 && rest[1] is 'p' or 'P' && rest[2] != '{')
        {
            Emit($"\\{rest[1]}{{{rest[2]}}}", 3);
            return;
        }

        if (rest.StartsWith("\\x{"))
        {
            TranslateCodePoint(rest);
            return;
        }

        var members = rest.Length < 2 ? null : MembersOf(rest[1]);
        if (members is null)
            Emit(rest[..Math.Min(2, rest.Length)], Math.Min(2, rest.Length));
        else
            Emit(isInClass ? members : $"[{members}]", 2);
    }

    private void TranslateQuoted(ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOf("\\E");
        var quoted = end < 0 ? rest : rest[..end];
        foreach (var letter in quoted)
        {
            if (!char.IsLetterOrDigit(letter) && letter < 0x80 && letter != '_')
                _output.Append('\\');
            _output.Append(letter);
        }

        _position += 2 + quoted.Length + (end < 0 ? 0 : 2);
    }

    // \x{10FFFF} has no .NET form; a code point outside the plane becomes its pair.
    private void TranslateCodePoint(ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOf('}');
        if (end < 0 || !uint.TryParse(rest[3..end], System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code) || !Rune.IsValid(code))
            throw new ArgumentException($"bad code point in '{rest}'");

        foreach (var unit in new Rune(code).ToString())
            _output.Append("\\u").Append(((int)unit).ToString("x4", System.Globalization.CultureInfo.InvariantCulture));
        _position += end + 1;
    }

    private void TranslateClass()
    {
        Emit("[", 1);
        if (Rest.StartsWith("^"))
            Emit("^", 1);

        // A bracket that comes first stands for itself.
        if (Rest.StartsWith("]"))
            Emit("\\]", 1);

        while (_position < _pattern.Length && _pattern[_position] != ']')
        {
            if (_pattern[_position] == '\\')
                TranslateEscape(isInClass: true);
            else if (Rest.StartsWith("[:"))
                TranslatePosix();
            else if (_pattern[_position] == '[')
                Emit("\\[", 1);
            else
                Emit(Rest[..1], 1);
        }

        if (_position < _pattern.Length)
            Emit("]", 1);
    }

    private void TranslatePosix()
    {
        var end = Rest.IndexOf(":]");
        var name = end < 0 ? default : Rest[2..end];
        var members = name switch
        {
            "alnum" => "0-9A-Za-z",
            "alpha" => "A-Za-z",
            "ascii" => "\\x00-\\x7f",
            "blank" => "\\t ",
            "cntrl" => "\\x00-\\x1f\\x7f",
            "digit" => "0-9",
            "graph" => "!-~",
            "lower" => "a-z",
            "print" => " -~",
            "punct" => "!-/:-@\\[-`{-~",
            "space" => "\\t\\n\\v\\f\\r ",
            "upper" => "A-Z",
            "word" => "0-9A-Za-z_",
            "xdigit" => "0-9A-Fa-f",
            _ => throw new ArgumentException("unknown character class"),
        };
        Emit(members, end + 2);
    }

    private readonly ReadOnlySpan<char> Rest => _pattern[_position..];

    private void Emit(ReadOnlySpan<char> text, int consumed)
    {
        _output.Append(text);
        _position += consumed;
    }

    private static string? MembersOf(char letter) => letter switch
    {
        'd' => "0-9",
        'w' => "0-9A-Za-z_",
        's' => "\\t\\n\\f\\r ",
        'D' => "\\x00-/:-\\uffff",
        'W' => "\\x00-/:-@\\[-^`{-\\uffff",
        'S' => "\\x00-\\x08\\x0b\\x0e-\\x1f!-\\uffff",
        _ => null,
    };

    // With (?m) anywhere, $ keeps its meaning of a line's end.
    private static bool HasMultilineFlag(ReadOnlySpan<char> pattern)
    {
        for (var at = pattern.IndexOf("(?"); at >= 0; at = pattern.IndexOf("(?"))
        {
            pattern = pattern[(at + 2)..];
            var flags = pattern[..Math.Max(0, pattern.IndexOfAnyExcept("imsU-"))];
            var minus = flags.IndexOf('-');
            if ((minus < 0 ? flags : flags[..minus]).Contains('m'))
                return true;
        }

        return false;
    }
}
