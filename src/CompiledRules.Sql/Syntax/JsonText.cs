namespace CompiledRules.Sql.Syntax;

/// <summary>Tells whether a text is a JSON object, without keeping anything of it.</summary>
internal sealed class JsonText
{
    private const int MaxDepth = 64;

    private readonly string _text;
    private int _position;

    private JsonText(string text) => _text = text;

    public static bool IsObject(string text)
    {
        var json = new JsonText(text);
        json.SkipSpace();
        return json.Is('{') && json.Value(0) && json._position == text.Length;
    }

    private bool Is(char expected) => _position < _text.Length && _text[_position] == expected;

    private bool Take(char expected)
    {
        if (!Is(expected))
            return false;

        _position++;
        SkipSpace();
        return true;
    }

    // value := object | array | string | number | true | false | null
    private bool Value(int depth)
    {
        if (depth == MaxDepth || _position == _text.Length)
            return false;

        var isValue = _text[_position] switch
        {
            '{' => Sequence('{', '}', () => String() && Take(':') && Value(depth + 1)),
            '[' => Sequence('[', ']', () => Value(depth + 1)),
            '"' => String(),
            't' => Word("true"),
            'f' => Word("false"),
            'n' => Word("null"),
            _ => Number(),
        };
        SkipSpace();
        return isValue;
    }

    private bool Sequence(char open, char close, Func<bool> entry)
    {
        Take(open);
        if (Take(close))
            return true;

        do
        {
            if (!entry())
                return false;
        }
        while (Take(','));
        return Take(close);
    }

    private bool String()
    {
        if (!Is('"'))
            return false;

        for (_position++; _position < _text.Length; _position++)
        {
            switch (_text[_position])
            {
                case '"':
                    _position++;
                    SkipSpace();
                    return true;
                case < ' ':
                    return false;
                case '\\' when !Escape():
                    return false;
            }
        }

        return false;
    }

    private bool Escape()
    {
        _position++;
        if (_position == _text.Length || "\"\\/bfnrtu".IndexOf(_text[_position]) < 0)
            return false;
        if (_text[_position] != 'u')
            return true;

        for (var i = 0; i < 4; i++)
        {
            _position++;
            if (_position == _text.Length || !Uri.IsHexDigit(_text[_position]))
                return false;
        }

        return true;
    }

    // number := [ '-' ] digits [ '.' digits ] [ ( e | E ) [ + | - ] digits ], without a leading 0 before another digit
    private bool Number()
    {
        Skip("-");
        var start = _position;
        if (!Digits() || _text[start] == '0' && _position > start + 1)
            return false;
        if (Skip(".") && !Digits())
            return false;
        if (!Skip("eE"))
            return true;

        Skip("+-");
        return Digits();
    }

    private bool Digits()
    {
        var start = _position;
        while (_position < _text.Length && _text[_position] is >= '0' and <= '9')
            _position++;
        return _position > start;
    }

    private bool Skip(string any)
    {
        if (_position == _text.Length || any.IndexOf(_text[_position]) < 0)
            return false;

        _position++;
        return true;
    }

    private bool Word(string word)
    {
        if (string.CompareOrdinal(_text, _position, word, 0, word.Length) != 0)
            return false;

        _position += word.Length;
        return true;
    }

    private void SkipSpace()
    {
        while (_position < _text.Length && _text[_position] is ' ' or '\t' or '\r' or '\n')
            _position++;
    }
}
