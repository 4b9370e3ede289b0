using System.Globalization;
using CompiledRules.Sql.Diagnostics;

namespace CompiledRules.Sql.Syntax;

public sealed partial class Parser
{
    // Trees are walked by recursion from here on, so neither side of one may grow without end.
    private const int MaxDepth = 400;
    private const int MaxChain = 1000;

    private int _depth;
    private int _correctedIndex = -1;
    private SyntaxKind _correctedKind;

    // expression := operand { operator operand }, operators by precedence and from the left:
    //   OR < AND < = != < <= > >= IN BETWEEN LIKE IS < + - | ^ || < * / % &
    private ExpressionSyntax ParseExpression() => ParseBinary(1);

    private ExpressionSyntax ParseBinary(int minimum)
    {
        if (_depth == MaxDepth)
            return ReportTooDeep();

        _depth++;
        var left = ParseUnary();
        for (var length = 0; TakesOperator(minimum); length++)
        {
            if (length == MaxChain)
            {
                left = ReportTooDeep();
                break;
            }

            left = IsPredicate() ? ParsePredicate(left) : ParseOperator(left);
        }

        _depth--;
        return left;
    }

    private MissingExpressionSyntax ReportTooDeep()
    {
        var limit = _depth >= MaxDepth ? MaxDepth : MaxChain;
        Report(SqlDiagnostics.TooDeep.At(Current.Span, limit.ToString(CultureInfo.InvariantCulture)));
        while (!IsAtEnd)
            Take();
        return new(MissingSpan());
    }

    private bool TakesOperator(int minimum)
    {
        CorrectOperator();
        return OperatorPrecedence() is > 0 and var precedence && precedence >= minimum;
    }

    private int OperatorPrecedence() => IsPredicate() ? SyntaxFacts.ComparisonPrecedence : SyntaxFacts.BinaryPrecedence(OperatorKind());

    // The kind of the current token, or of the operator it is meant to be.
    private SyntaxKind OperatorKind() => _correctedIndex == _index ? _correctedKind : Current.Kind;

    private bool IsPredicate() => OperatorKind() switch
    {
        SyntaxKind.InKeyword or SyntaxKind.BetweenKeyword or SyntaxKind.LikeKeyword => true,
        SyntaxKind.NotKeyword => Peek(1).Kind is SyntaxKind.InKeyword or SyntaxKind.BetweenKeyword or SyntaxKind.LikeKeyword,
        _ => IsWord("IS"),
    };

    private BinaryExpressionSyntax ParseOperator(ExpressionSyntax left)
    {
        var kind = OperatorKind();
        Take();
        var right = ParseBinary(SyntaxFacts.BinaryPrecedence(kind) + 1);
        return new(left.Span.To(right.Span), left, kind, right);
    }

    // predicate := [ NOT ] IN ( '(' values ')' | additive ) | [ NOT ] BETWEEN additive AND additive
    //            | [ NOT ] LIKE additive | IS [ NOT ] NULL
    private ExpressionSyntax ParsePredicate(ExpressionSyntax operand)
    {
        var isNegated = TryTake(SyntaxKind.NotKeyword);
        var kind = OperatorKind();
        Take();
        return kind switch
        {
            SyntaxKind.InKeyword => ParseIn(operand, isNegated),
            SyntaxKind.BetweenKeyword => ParseBetween(operand, isNegated),
            SyntaxKind.LikeKeyword => ParseLike(operand, isNegated),
            _ => ParseIsNull(operand),
        };
    }

    private ExpressionSyntax ParseAdditive() => ParseBinary(SyntaxFacts.AdditivePrecedence);

    private LikeExpressionSyntax ParseLike(ExpressionSyntax operand, bool isNegated)
    {
        var pattern = ParseAdditive();
        return new(operand.Span.To(pattern.Span), operand, isNegated, pattern);
    }

    private BetweenExpressionSyntax ParseBetween(ExpressionSyntax operand, bool isNegated)
    {
        var lower = ParseAdditive();
        var upper = Expect(SyntaxKind.AndKeyword, "AND") ? ParseAdditive() : new MissingExpressionSyntax(MissingSpan());
        return new(operand.Span.To(upper.Span), operand, isNegated, lower, upper);
    }

    private IsNullExpressionSyntax ParseIsNull(ExpressionSyntax operand)
    {
        var isNegated = TryTake(SyntaxKind.NotKeyword);
        ExpectWord("NULL");
        return new(SpanFrom(operand.Span), operand, isNegated);
    }

    private ExpressionSyntax ParseIn(ExpressionSyntax operand, bool isNegated)
    {
        if (!Is(SyntaxKind.OpenParen))
        {
            var array = ParseAdditive();
            return new InArrayExpressionSyntax(operand.Span.To(array.Span), operand, isNegated, array);
        }

        var open = Take();
        var values = new List<ExpressionSyntax>();
        if (Is(SyntaxKind.CloseParen))
        {
            ReportKnown(SqlDiagnostics.EmptyInList.At(open.Span.To(Current.Span)));
        }
        else
        {
            do
                values.Add(ParseExpression());
            while (TakeSeparator(SyntaxKind.CloseParen, "',' or ')'"));
        }

        ExpectClosing(SyntaxKind.CloseParen, "')'");
        return new InListExpressionSyntax(SpanFrom(operand.Span), operand, isNegated, [.. values]);
    }

    // A word behind an operand, with an operand behind it, can only be an operator with a slip in it.
    private void CorrectOperator()
    {
        if (_correctedIndex == _index || !Is(SyntaxKind.Identifier) || !BeginsOperand(Peek(1)) || IsMisspeltClause())
            return;

        if (Spelling.Nearest(Current.Text, ["AND", "LIKE", "BETWEEN"]) is not { } word)
            return;

        ReportSlip("an operator", $"did you mean {word}?");
        _correctedIndex = _index;
        _correctedKind = SyntaxFacts.KeywordOrIdentifier(word);
    }

    private static bool BeginsOperand(SyntaxToken token) =>
        token.IsName || token.Kind is SyntaxKind.Integer or SyntaxKind.Float or SyntaxKind.String or SyntaxKind.OpenParen
            or SyntaxKind.Minus or SyntaxKind.NotKeyword or SyntaxKind.CaseKeyword or SyntaxKind.TrueKeyword or SyntaxKind.FalseKeyword;
}
