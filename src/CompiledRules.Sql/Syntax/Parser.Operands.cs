using System.Globalization;
using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Syntax;

public sealed partial class Parser
{
    private const int TighterThanAnyOperator = 6;

    // unary := NOT comparison | '-' unary | postfix
    private ExpressionSyntax ParseUnary()
    {
        var start = Current.Span;
        if (TryTake(SyntaxKind.NotKeyword))
        {
            var condition = ParseBinary(SyntaxFacts.ComparisonPrecedence);
            return new UnaryExpressionSyntax(start.To(condition.Span), SyntaxKind.NotKeyword, condition);
        }

        if (!TryTake(SyntaxKind.Minus))
            return ParsePostfix(ParsePrimary());

        if (Current.Kind is SyntaxKind.Integer or SyntaxKind.Float)
            return ParsePostfix(ParseNegativeNumber(start));

        var operand = ParseBinary(TighterThanAnyOperator);
        return new UnaryExpressionSyntax(start.To(operand.Span), SyntaxKind.Minus, operand);
    }

    private LiteralExpressionSyntax ParseNegativeNumber(TextSpan start)
    {
        var token = Take();
        if (token.Value is double number)
            return new(SpanFrom(start), -number);

        // The most negative number has no positive counterpart, so the sign is read with the digits.
        var isInRange = long.TryParse("-" + token.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value);
        return new(SpanFrom(start), isInRange ? value : long.MinValue);
    }

    // postfix := primary { '.' name | '->' name | subscript }
    private ExpressionSyntax ParsePostfix(ExpressionSyntax operand)
    {
        for (var length = 0; ; length++)
        {
            if (length == MaxChain)
                return ReportTooDeep();

            switch (Current.Kind)
            {
                case SyntaxKind.Dot or SyntaxKind.Arrow:
                    operand = ParseMember(operand);
                    break;
                case SyntaxKind.OpenBracket:
                    operand = ParseSubscript(operand);
                    break;
                default:
                    return operand;
            }
        }
    }

    // A first dot after a name is left to the binder: the name may be that of a source.
    private ExpressionSyntax ParseMember(ExpressionSyntax operand)
    {
        var isArrow = Take().Kind == SyntaxKind.Arrow;
        var owner = !isArrow && operand is NameExpressionSyntax { Qualifier: null } name ? name.Name : null;
        if (owner is not null && Is(SyntaxKind.Star))
            return ParseWildcard(operand.Span, owner);

        var member = ExpectName("a name");
        var span = SpanFrom(operand.Span);
        return owner is null
            ? new MemberExpressionSyntax(span, operand, isArrow, member.Text)
            : new NameExpressionSyntax(span, owner, member.Text);
    }

    // subscript := '[' ']' | '[' expression ']' | '[' [ expression ] ':' [ expression ] ']'
    private ExpressionSyntax ParseSubscript(ExpressionSyntax operand)
    {
        Take();
        var start = Current.Kind is SyntaxKind.Colon or SyntaxKind.CloseBracket ? null : ParseExpression();
        var isSlice = TryTake(SyntaxKind.Colon) || start is null;
        var end = isSlice && !Is(SyntaxKind.CloseBracket) ? ParseExpression() : null;
        ExpectClosing(SyntaxKind.CloseBracket, "']'");
        return isSlice
            ? new SliceExpressionSyntax(SpanFrom(operand.Span), operand, start, end)
            : new IndexExpressionSyntax(SpanFrom(operand.Span), operand, start!);
    }

    // primary := literal | timeUnit | name | call | cast | case | '(' expression ')'
    private ExpressionSyntax ParsePrimary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case SyntaxKind.Integer or SyntaxKind.Float or SyntaxKind.String:
                return new LiteralExpressionSyntax(token.Span, Take().Value);
            case SyntaxKind.TrueKeyword or SyntaxKind.FalseKeyword:
                return new LiteralExpressionSyntax(token.Span, Take().Kind == SyntaxKind.TrueKeyword);
            case SyntaxKind.Identifier or SyntaxKind.QuotedIdentifier:
                return ParseNamed();
            case SyntaxKind.OpenParen:
                return ParseParenthesized();
            case SyntaxKind.CaseKeyword:
                return ParseCase();
        }

        if (SyntaxFacts.TimeUnitOf(token.Kind) is { } unit)
            return new TimeUnitExpressionSyntax(Take().Span, unit);

        return ParseMissing();
    }

    private MissingExpressionSyntax ParseMissing()
    {
        var token = Current;
        if (token.IsKeyword && !BeginsClause(token.Kind) && Peek(1).Kind is SyntaxKind.Dot or SyntaxKind.Arrow)
        {
            Report(SqlDiagnostics.ReservedWord.At(token.Span, token.Describe(), "an expression") with { Hint = $"write `{token.Text}` in backquotes" });
            Take();
        }

        ReportUnexpected("an expression");
        if (Is(SyntaxKind.BadToken))
            Take();
        return new(MissingSpan());
    }

    private ExpressionSyntax ParseNamed()
    {
        var isCall = Peek(1).Kind == SyntaxKind.OpenParen;
        if (isCall && IsWord("CAST"))
            return ParseCast();
        if (isCall)
            return ParseCall();

        var token = Take();
        return token.IsWord("NULL") && !Is(SyntaxKind.Dot)
            ? new LiteralExpressionSyntax(token.Span, null)
            : new NameExpressionSyntax(token.Span, null, token.Text);
    }

    private ExpressionSyntax ParseParenthesized()
    {
        var start = Take().Span;
        if (Is(SyntaxKind.SelectKeyword))
        {
            ReportKnown(SqlDiagnostics.SubqueryInExpression.At(Current.Span));
            ParseNestedQuery();
            ExpectClosing(SyntaxKind.CloseParen, "')'");
            return new MissingExpressionSyntax(SpanFrom(start));
        }

        var expression = ParseExpression();
        ExpectClosing(SyntaxKind.CloseParen, "')'");
        return new ParenthesizedExpressionSyntax(SpanFrom(start), expression);
    }

    // case := CASE [ expression ] WHEN expression THEN expression { WHEN … } [ ELSE expression ] END
    private CaseExpressionSyntax ParseCase()
    {
        var start = Take().Span;
        var operand = Current.Kind is SyntaxKind.WhenKeyword or SyntaxKind.ElseKeyword ? null : ParseExpression();
        var branches = new List<CaseBranchSyntax>();
        if (!Is(SyntaxKind.WhenKeyword))
            Expect(SyntaxKind.WhenKeyword, "WHEN");

        while (Is(SyntaxKind.WhenKeyword))
            branches.Add(ParseCaseBranch(operand is null));
        var otherwise = TryTake(SyntaxKind.ElseKeyword) ? ParseExpression() : null;
        Expect(SyntaxKind.EndKeyword, otherwise is null ? "WHEN, ELSE or END" : "END");
        return new(SpanFrom(start), operand, [.. branches], otherwise);
    }

    private CaseBranchSyntax ParseCaseBranch(bool needsCondition)
    {
        var start = Take().Span;
        var when = ParseExpression();
        if (needsCondition && !MayBeCondition(when))
            ReportKnown(SqlDiagnostics.CaseCondition.At(when.Span, Excerpt(when.Span)));

        var then = Expect(SyntaxKind.ThenKeyword, "THEN") ? ParseExpression() : new MissingExpressionSyntax(MissingSpan());
        return new(SpanFrom(start), when, then);
    }

    private static bool MayBeCondition(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax literal => literal.Value is bool or null,
        TimeUnitExpressionSyntax or WildcardExpressionSyntax => false,
        UnaryExpressionSyntax unary => unary.Operator == SyntaxKind.NotKeyword,
        BinaryExpressionSyntax binary => SyntaxFacts.BinaryPrecedence(binary.Operator) <= SyntaxFacts.ComparisonPrecedence
            || binary.Operator is SyntaxKind.Ampersand or SyntaxKind.Bar or SyntaxKind.Caret,
        ParenthesizedExpressionSyntax inner => MayBeCondition(inner.Expression),
        _ => true,
    };

    private string Excerpt(TextSpan span) => _text.Substring(span.Start, span.Length);
}
