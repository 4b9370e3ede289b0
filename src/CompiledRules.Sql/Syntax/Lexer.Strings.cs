using System.Globalization;
using System.Text;
using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Syntax;

internal sealed partial class Lexer
{
    // Bytes given as \xHH or \ooo, waiting for the rest of their UTF-8 sequence.
    private readonly List<byte> _bytes = [];

    // string := ('"' {character | escape} '"') | ("'" {character | escape} "'"), on one line
    private SyntaxToken LexString()
    {
        var start = _position;
        var quote = Current;
        var value = new StringBuilder();
        _bytes.Clear();
        for (_position++; _position < _text.Length && Current is not ('\n' or '\r'); )
        {
            if (Current == quote)
            {
                FlushBytes(value);
                _position++;
                return new(SyntaxKind.String, SpanFrom(start), _text.Substring(start, _position - start), value.ToString());
            }

            if (Current == '\\')
                LexEscape(quote, value);
            else
                AppendCharacter(value);
        }

        _diagnostics.Report(SqlDiagnostics.UnterminatedString.At(SpanFrom(start), quote.ToString()));
        return Token(SyntaxKind.BadToken, start);
    }

    private void AppendCharacter(StringBuilder value)
    {
        FlushBytes(value);
        value.Append(Current);
        _position++;
    }

    // escape := '\' ( a b f n r t v \ " | xHH | ooo | uXXXX | UXXXXXXXX ), and \' between single quotes
    private void LexEscape(char quote, StringBuilder value)
    {
        var start = _position;
        var kind = Peek(1);
        _position += kind is '\n' or '\r' || _position + 1 == _text.Length ? 1 : 2;
        if (SimpleEscape(kind, quote) is { } character)
        {
            FlushBytes(value);
            value.Append(character);
        }
        else if (!LexCodedEscape(kind, value))
        {
            ReportEscape(start);
        }
    }

    private static char? SimpleEscape(char kind, char quote) => kind switch
    {
        'a' => '\a',
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\v',
        '\\' => '\\',
        '"' => '"',
        '\'' when quote == '\'' => '\'',
        _ => null,
    };

    private bool LexCodedEscape(char kind, StringBuilder value)
    {
        switch (kind)
        {
            case 'x' when TryTakeHex(2, out var code):
                _bytes.Add((byte)code);
                return true;
            case >= '0' and <= '3' when IsOctal(Peek(0)) && IsOctal(Peek(1)):
                _bytes.Add((byte)((kind - '0') * 64 + (Peek(0) - '0') * 8 + Peek(1) - '0'));
                _position += 2;
                return true;
            case 'u' when TryTakeHex(4, out var code):
                return TryAppendCodePoint(code, value);
            case 'U' when TryTakeHex(8, out var code):
                return TryAppendCodePoint(code, value);
            default:
                return false;
        }
    }

    private bool TryAppendCodePoint(uint code, StringBuilder value)
    {
        if (code is > 0x10FFFF or (>= 0xD800 and <= 0xDFFF))
            return false;

        FlushBytes(value);
        value.Append(char.ConvertFromUtf32((int)code));
        return true;
    }

    private bool TryTakeHex(int digits, out uint code)
    {
        code = 0;
        if (_position + digits > _text.Length)
            return false;
        if (!uint.TryParse(_text.Substring(_position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code))
            return false;

        _position += digits;
        return true;
    }

    private void FlushBytes(StringBuilder value)
    {
        if (_bytes.Count == 0)
            return;

        value.Append(Encoding.UTF8.GetString([.. _bytes]));
        _bytes.Clear();
    }

    private void ReportEscape(int start) =>
        _diagnostics.Report(SqlDiagnostics.InvalidEscape.At(TextSpan.FromBounds(start, _position), _text.Substring(start, _position - start)));

    private static bool IsOctal(char value) => value is >= '0' and <= '7';
}
