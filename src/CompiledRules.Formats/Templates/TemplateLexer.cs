using System.Text;

namespace CompiledRules.Formats.Templates;

internal enum TemplateTokenKind
{
    Text,
    Open,
    Close,
    Word,
    Field,
    Variable,
    Literal,
    Symbol,
    End,
}

internal readonly record struct TemplateToken(TemplateTokenKind Kind, string Text, SqlValue Value, int Position);

/// <summary>Splits a template into text and the tokens of its actions. Trim marks and comments are gone afterwards.</summary>
internal sealed class TemplateLexer
{
    private readonly string _text;
    private readonly List<TemplateToken> _tokens = [];
    private int _position;

    private TemplateLexer(string text) => _text = text;

    public static List<TemplateToken> Lex(string text)
    {
        var lexer = new TemplateLexer(text);
        lexer.LexAll();
        return lexer._tokens;
    }

    private void LexAll()
    {
        var trimsStart = false;
        while (true)
        {
            var open = _text.IndexOf("{{", _position, StringComparison.Ordinal);
            var end = open < 0 ? _text.Length : open;
            var trimsEnd = open >= 0 && IsTrimMark(open + 2);
            AddText(_text[_position..end], trimsStart, trimsEnd);
            if (open < 0)
                break;

            _position = open + (trimsEnd ? 4 : 2);
            trimsStart = LexAction(open);
        }

        _tokens.Add(new TemplateToken(TemplateTokenKind.End, "the end of the template", default, _text.Length));
    }

    private bool IsTrimMark(int position) => position + 1 < _text.Length && _text[position] == '-' && char.IsWhiteSpace(_text[position + 1]);

    private void AddText(string text, bool trimsStart, bool trimsEnd)
    {
        if (trimsStart)
            text = text.TrimStart();
        if (trimsEnd)
            text = text.TrimEnd();
        if (text.Length > 0)
            _tokens.Add(new TemplateToken(TemplateTokenKind.Text, text, default, _position));
    }

    /// <summary>Lexes up to and including the closing braces; tells whether they trim the text behind them.</summary>
    private bool LexAction(int open)
    {
        if (string.CompareOrdinal(_text, _position, "/*", 0, 2) == 0)
            return SkipComment(open);

        _tokens.Add(new TemplateToken(TemplateTokenKind.Open, "{{", default, open));
        while (true)
        {
            var start = _position;
            while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
                _position++;
            if (_position >= _text.Length)
                throw new TemplateException("the action that begins here is not closed; expected }}", open);

            var trims = _position > start && Follows("-}}");
            if (trims || Follows("}}"))
            {
                _tokens.Add(new TemplateToken(TemplateTokenKind.Close, "}}", default, _position));
                _position += trims ? 3 : 2;
                return trims;
            }

            _tokens.Add(LexToken());
        }
    }

    private bool SkipComment(int open)
    {
        var end = _text.IndexOf("*/", _position, StringComparison.Ordinal);
        if (end < 0)
            throw new TemplateException("the comment that begins here is not closed; expected */}}", open);

        _position = end + 2;
        var trims = Follows(" -}}");
        if (!trims && !Follows("}}"))
            throw new TemplateException("a comment fills its action; expected }} after */", _position);

        _position += trims ? 4 : 2;
        return trims;
    }

    private bool Follows(string text) => string.CompareOrdinal(_text, _position, text, 0, text.Length) == 0;

    private TemplateToken LexToken()
    {
        var start = _position;
        var current = _text[_position];
        if (current is '"' or '\'')
            return Literal(start, Quoted(current));
        if (current == '`')
            return Literal(start, Raw());
        if (char.IsAsciiDigit(current) || (current is '-' or '+' && _position + 1 < _text.Length && char.IsAsciiDigit(_text[_position + 1])))
            return Literal(start, Number());
        if (current == '.' || current == '$' || IsWordCharacter(current))
            return LexName(start, current);

        _position += Follows(":=") ? 2 : 1;
        return new TemplateToken(TemplateTokenKind.Symbol, _text[start.._position], default, start);
    }

    private TemplateToken LexName(int start, char first)
    {
        _position++;
        while (_position < _text.Length && IsWordCharacter(_text[_position]))
            _position++;

        var text = _text[start.._position];
        return first switch
        {
            '.' => new TemplateToken(TemplateTokenKind.Field, text[1..], default, start),
            '$' => new TemplateToken(TemplateTokenKind.Variable, text, default, start),
            _ => text switch
            {
                "true" => new TemplateToken(TemplateTokenKind.Literal, text, true, start),
                "false" => new TemplateToken(TemplateTokenKind.Literal, text, false, start),
                "nil" => new TemplateToken(TemplateTokenKind.Literal, text, SqlValue.Null, start),
                _ => new TemplateToken(TemplateTokenKind.Word, text, default, start),
            },
        };
    }

    private TemplateToken Literal(int start, SqlValue value) => new(TemplateTokenKind.Literal, _text[start.._position], value, start);

    private static bool IsWordCharacter(char character) => char.IsLetterOrDigit(character) || character == '_';

    private SqlValue Quoted(char quote)
    {
        var start = _position++;
        var text = new StringBuilder();
        while (_position < _text.Length && _text[_position] != quote)
        {
            var character = _text[_position++];
            text.Append(character == '\\' && _position < _text.Length ? Unescape(_text[_position++]) : character);
        }

        if (_position++ >= _text.Length)
            throw new TemplateException("the text that begins here is not closed", start);
        return quote == '\'' && text.Length == 1 ? (long)text[0] : text.ToString();
    }

    private static char Unescape(char character) => character switch
    {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        _ => character,
    };

    private SqlValue Raw()
    {
        var end = _text.IndexOf('`', _position + 1);
        if (end < 0)
            throw new TemplateException("the raw text that begins here is not closed; expected `", _position);

        var text = _text[(_position + 1)..end];
        _position = end + 1;
        return text;
    }

    private SqlValue Number()
    {
        var start = _position++;
        while (_position < _text.Length && (IsWordCharacter(_text[_position]) || _text[_position] == '.'))
            _position++;

        var text = _text[start.._position];
        if (long.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var integer))
            return integer;

        return double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new TemplateException($"found '{text}'; expected a number", start);
    }
}
