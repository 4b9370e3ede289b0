using System.Globalization;

namespace CompiledRules.Functions.Json;

internal sealed partial class JsonPathParser
{
    private const int MaxNesting = 100;

    // Longer operators first, so that "<=" is not taken for "<".
    private static readonly string[] s_comparisons = ["==", "!=", "<=", ">=", "=~", "<", ">"];

    private int _nesting;

    // or := and { "||" and }
    private JsonPathCondition ParseOr()
    {
        var left = ParseAnd();
        while (TryTakeToken("||"))
            left = new LogicalCondition(false, left, ParseAnd());
        return left;
    }

    // and := comparison { "&&" comparison }
    private JsonPathCondition ParseAnd()
    {
        var left = ParseComparison();
        while (TryTakeToken("&&"))
            left = new LogicalCondition(true, left, ParseComparison());
        return left;
    }

    // comparison := operand [ operator operand ]
    private JsonPathCondition ParseComparison()
    {
        var left = ParseOperand();
        return Array.Find(s_comparisons, TryTakeToken) is { } symbol ? new ComparisonCondition(symbol, left, ParseOperand()) : left;
    }

    // operand := "!" operand | "(" or ")" | "@" steps | "$" steps | literal
    private JsonPathCondition ParseOperand()
    {
        if (++_nesting > MaxNesting)
            throw Unexpected("fewer parentheses");

        SkipSpace();
        var operand = ParsePrimary();
        _nesting--;
        return operand;
    }

    private JsonPathCondition ParsePrimary()
    {
        if (TryTake("!"))
            return new NotCondition(ParseOperand());

        if (TryTake("@"))
            return new PathCondition(false, ParseSteps());

        if (TryTake("$"))
            return new PathCondition(true, ParseSteps());

        if (!TryTake("("))
            return new LiteralCondition(ParseLiteral());

        var inner = ParseOr();
        SkipSpace();
        Expect(')');
        return inner;
    }

    private SqlValue ParseLiteral()
    {
        if (Peek is '"' or '\'')
            return ParseString();

        var start = _position;
        while (char.IsAsciiLetterOrDigit(Peek) || Peek is '.' or '-' or '+')
            _position++;

        var text = _text.AsSpan(start.._position);
        return text switch
        {
            "true" => true,
            "false" => false,
            "null" or "nil" => SqlValue.Null,
            _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ => throw Unexpected("a number, text in quotes, true, false, null, @ or $"),
        };
    }

    private bool TryTakeToken(string token)
    {
        SkipSpace();
        return TryTake(token);
    }
}
