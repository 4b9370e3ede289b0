using System.Collections.Immutable;
using System.Globalization;
using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Syntax;

/// <summary>Cuts SQL text into tokens; white space and comments are dropped.</summary>
internal sealed partial class Lexer
{
    private readonly string _text;
    private readonly DiagnosticBag _diagnostics;
    private int _position;

    private Lexer(string text, DiagnosticBag diagnostics)
    {
        _text = text;
        _diagnostics = diagnostics;
    }

    private char Current => Peek(0);

    /// <summary>All tokens of the text; the last one, and only that one, is the end of the text.</summary>
    public static ImmutableArray<SyntaxToken> Lex(string text, DiagnosticBag diagnostics)
    {
        var lexer = new Lexer(text, diagnostics);
        var tokens = ImmutableArray.CreateBuilder<SyntaxToken>();
        do
            tokens.Add(lexer.Next());
        while (tokens[tokens.Count - 1].Kind != SyntaxKind.EndOfText);
        return tokens.ToImmutable();
    }

    private SyntaxToken Next()
    {
        SkipTrivia();
        var start = _position;
        if (start >= _text.Length)
            return new(SyntaxKind.EndOfText, new(_text.Length, 0), "");

        return Current switch
        {
            '"' or '\'' => LexString(),
            '`' => LexQuotedIdentifier(),
            '_' => LexUnderscoredName(),
            '.' when IsDigit(Peek(1)) => LexNumber(),
            var first when IsLetter(first) => LexWord(),
            var first when IsDigit(first) => LexNumber(),
            _ => LexSign(),
        };
    }

    private SyntaxToken LexWord()
    {
        var start = _position;
        SkipWord();
        var text = _text.Substring(start, _position - start);
        return new(SyntaxFacts.KeywordOrIdentifier(text), SpanFrom(start), text);
    }

    private SyntaxToken LexUnderscoredName()
    {
        var start = _position;
        SkipWord();
        var token = Token(SyntaxKind.Identifier, start);
        _diagnostics.Report(SqlDiagnostics.UnderscoredName.At(token.Span, token.Text));
        return token;
    }

    // Everything up to the next backquote, or to the end of the text, is the name: nothing escapes a backquote.
    private SyntaxToken LexQuotedIdentifier()
    {
        var start = _position;
        var end = _text.IndexOf('`', start + 1);
        var nameEnd = end < 0 ? _text.Length : end;
        _position = end < 0 ? _text.Length : end + 1;
        return new(SyntaxKind.QuotedIdentifier, SpanFrom(start), _text.Substring(start + 1, nameEnd - start - 1));
    }

    private SyntaxToken LexNumber()
    {
        var start = _position;
        var dots = 0;
        for (; IsDigit(Current) || Current == '.'; _position++)
            dots += Current == '.' ? 1 : 0;

        var hasExponent = TrySkipExponent();
        var text = _text.Substring(start, _position - start);
        if (hasExponent || dots > 1)
        {
            _diagnostics.Report(SqlDiagnostics.InvalidNumber.At(SpanFrom(start), text));
            return new(SyntaxKind.BadToken, SpanFrom(start), text);
        }

        if (dots == 0)
            return new(SyntaxKind.Integer, SpanFrom(start), text, Saturated(text));
        return new(SyntaxKind.Float, SpanFrom(start), text, double.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture));
    }

    // The dialect has no exponents; one that is written is told as what it is.
    private bool TrySkipExponent()
    {
        var hasSign = Peek(1) is '+' or '-';
        if (Current is not ('e' or 'E') || !IsDigit(Peek(hasSign ? 2 : 1)))
            return false;

        _position += hasSign ? 2 : 1;
        while (IsDigit(Current))
            _position++;
        return true;
    }

    // Where a sign consists of two characters, white space may stand between them, except in <>, ||, and --.
    private SyntaxToken LexSign()
    {
        var start = _position;
        var first = Current;
        _position++;
        switch (first)
        {
            case '!' when TakeAfterSpace('='):
            case '<' when Take('>'):
                return Token(SyntaxKind.NotEqual, start);
            case '<':
                return Token(TakeAfterSpace('=') ? SyntaxKind.LessOrEqual : SyntaxKind.Less, start);
            case '>':
                return Token(TakeAfterSpace('=') ? SyntaxKind.GreaterOrEqual : SyntaxKind.Greater, start);
            case '-':
                return Token(TakeAfterSpace('>') ? SyntaxKind.Arrow : SyntaxKind.Minus, start);
            case '|':
                return Token(Take('|') ? SyntaxKind.BarBar : SyntaxKind.Bar, start);
            default:
                return SyntaxFacts.SignKind(first) is var kind and not SyntaxKind.None ? Token(kind, start) : LexBadCharacters(start);
        }
    }

    // A run of characters that begin nothing is one mistake.
    private SyntaxToken LexBadCharacters(int start)
    {
        while (_position < _text.Length && !BeginsToken(Current))
            _position++;

        var token = Token(SyntaxKind.BadToken, start);
        _diagnostics.Report(SqlDiagnostics.UnexpectedCharacters.At(token.Span, token.Text) with { Hint = HintFor(token.Text) });
        return token;
    }

    private static string? HintFor(string text) => text switch
    {
        "!" => "write != for a comparison, NOT for a negation",
        _ when char.IsLetter(text[0]) => "write a name with such characters in backquotes",
        _ => null,
    };

    private static bool BeginsToken(char value) =>
        IsLetter(value) || IsDigit(value) || IsSpace(value) || value is '"' or '\'' or '`' or '_' or '!' or '<' or '>' or '-' or '|'
        || SyntaxFacts.SignKind(value) != SyntaxKind.None;

    private void SkipTrivia()
    {
        while (_position < _text.Length)
        {
            if (IsSpace(Current))
                _position++;
            else if (Current == '-' && Peek(1) == '-')
                SkipLine();
            else if (Current != '/' || !TrySkipBlockComment())
                return;
        }
    }

    private void SkipLine()
    {
        while (_position < _text.Length && Current is not ('\n' or '\r'))
            _position++;
    }

    private bool TrySkipBlockComment()
    {
        var start = _position;
        _position++;
        if (!TakeAfterSpace('*'))
        {
            _position = start;
            return false;
        }

        var end = _text.IndexOf("*/", _position, StringComparison.Ordinal);
        _position = end < 0 ? _text.Length : end + 2;
        if (end < 0)
            _diagnostics.Report(SqlDiagnostics.UnterminatedComment.At(SpanFrom(start)));
        return true;
    }

    private bool Take(char expected)
    {
        if (Current != expected)
            return false;

        _position++;
        return true;
    }

    private bool TakeAfterSpace(char expected)
    {
        var ahead = 0;
        while (IsSpace(Peek(ahead)))
            ahead++;
        if (Peek(ahead) != expected)
            return false;

        _position += ahead + 1;
        return true;
    }

    private void SkipWord()
    {
        while (IsLetter(Current) || IsDigit(Current) || Current == '_')
            _position++;
    }

    private char Peek(int ahead) => _position + ahead < _text.Length ? _text[_position + ahead] : '\0';

    private TextSpan SpanFrom(int start) => TextSpan.FromBounds(start, _position);

    private SyntaxToken Token(SyntaxKind kind, int start) => new(kind, SpanFrom(start), _text.Substring(start, _position - start));

    private static long Saturated(string digits) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : long.MaxValue;

    private static bool IsLetter(char value) => value is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');

    private static bool IsDigit(char value) => value is >= '0' and <= '9';

    private static bool IsSpace(char value) => value is ' ' or '\t' or '\r' or '\n';
}
