using System.Globalization;
using System.Text;

namespace CompiledRules.Functions.Json;

/// <summary>Reads JSON paths.</summary>
internal sealed partial class JsonPathParser
{
    private readonly string _text;
    private int _position;

    private JsonPathParser(string text) => _text = text;

    /// <exception cref="SqlException">The text is not a path.</exception>
    public static JsonPath Parse(string text)
    {
        var parser = new JsonPathParser(text);
        parser.SkipSpace();
        parser.Expect('$');
        var path = parser.ParseSteps();
        parser.SkipSpace();
        return parser._position == text.Length ? path : throw parser.Unexpected("the end of the path");
    }

    // steps := { "." name | "." "*" | ".." [ name | "*" ] | "[" selector "]" }
    private JsonPath ParseSteps()
    {
        var steps = new List<JsonPathStep>();
        while (true)
        {
            if (TryTake(".."))
            {
                steps.Add(new DescendantStep());
                if (Peek != '[')
                    steps.Add(ParseMember());
            }
            else if (TryTake("."))
            {
                steps.Add(ParseMember());
            }
            else if (TryTake("["))
            {
                steps.Add(ParseSelectors());
                Expect(']');
            }
            else
            {
                return new JsonPath(steps);
            }
        }
    }

    private JsonPathStep ParseMember()
    {
        if (TryTake("*"))
            return new WildcardStep();

        var start = _position;
        while (char.IsLetterOrDigit(Peek) || Peek is '_' or '-')
            _position++;
        return _position > start ? new NameStep(_text[start.._position]) : throw Unexpected("a name");
    }

    // selector := "?" condition | item { "," item }
    private JsonPathStep ParseSelectors()
    {
        SkipSpace();
        if (TryTake("?"))
        {
            var condition = ParseOr();
            SkipSpace();
            return new FilterStep(condition);
        }

        List<JsonPathStep> choices = [ParseSelector()];
        while (TryTake(","))
            choices.Add(ParseSelector());
        return choices.Count == 1 ? choices[0] : new UnionStep(choices);
    }

    // item := "*" | string | integer | [ integer ] ":" [ integer ] [ ":" [ integer ] ]
    private JsonPathStep ParseSelector()
    {
        SkipSpace();
        JsonPathStep step;
        if (TryTake("*"))
            step = new WildcardStep();
        else if (Peek is '"' or '\'')
            step = new NameStep(ParseString());
        else
            step = ParseIndexOrSlice();
        SkipSpace();
        return step;
    }

    private JsonPathStep ParseIndexOrSlice()
    {
        var start = ParseOptionalInteger();
        if (!TryTake(":"))
            return new IndexStep(start ?? throw Unexpected("an index, a name in quotes or *"));

        var end = ParseOptionalInteger();
        var step = TryTake(":") ? ParseOptionalInteger() : null;
        return new SliceStep(start, end, step ?? 1);
    }

    private long? ParseOptionalInteger()
    {
        SkipSpace();
        var start = _position;
        if (Peek == '-')
            _position++;
        while (char.IsAsciiDigit(Peek))
            _position++;

        var text = _text.AsSpan(start.._position);
        SkipSpace();
        if (text.IsEmpty)
            return null;

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Unexpected("an integer");
    }

    private string ParseString()
    {
        var quote = _text[_position++];
        var output = new StringBuilder();
        while (_position < _text.Length && Peek != quote)
        {
            if (Peek == '\\' && _position + 1 < _text.Length)
                _position++;
            output.Append(_text[_position++]);
        }

        Expect(quote);
        return output.ToString();
    }

    private char Peek => _position < _text.Length ? _text[_position] : '\0';

    private bool TryTake(string token)
    {
        if (!_text.AsSpan(_position).StartsWith(token))
            return false;

        _position += token.Length;
        return true;
    }

    private void Expect(char symbol)
    {
        if (Peek != symbol)
            throw Unexpected($"'{symbol}'");

        _position++;
    }

    private void SkipSpace()
    {
        while (char.IsWhiteSpace(Peek))
            _position++;
    }

    private SqlException Unexpected(string expected) => new($"expected {expected} at position {_position + 1} of the JSON path '{_text}'");
}
