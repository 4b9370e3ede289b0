using CompiledRules.Sql.Diagnostics;

namespace CompiledRules.Sql.Syntax;

public sealed partial class Parser
{
    // call := name arguments [ over ]
    private CallExpressionSyntax ParseCall()
    {
        var name = ExpectName("the name of a function");
        if (WindowFacts.IsWindow(name.Text))
            ReportKnown(SqlDiagnostics.WindowOutsideGroupBy.At(name.Span, name.Text));

        var arguments = ParseArguments();
        var over = Is(SyntaxKind.OverKeyword) ? ParseOver() : null;
        return new(SpanFrom(name.Span), name, arguments, over);
    }

    // arguments := '(' [ argument { ',' argument } [ ',' ] ] ')' ; argument := wildcard | expression
    private EquatableArray<ExpressionSyntax> ParseArguments()
    {
        Take();
        var arguments = new List<ExpressionSyntax>();
        var hasMore = !Is(SyntaxKind.CloseParen);
        while (hasMore)
        {
            arguments.Add(Is(SyntaxKind.Star) ? ParseWildcard(Current.Span, null) : ParseExpression());
            hasMore = TakeSeparator(SyntaxKind.CloseParen, "',' or ')'") && !Is(SyntaxKind.CloseParen);
        }

        ExpectClosing(SyntaxKind.CloseParen, "')'");
        return [.. arguments];
    }

    // cast := CAST '(' expression AS type ')'; with a comma instead of AS it is a call of the function of that name
    private ExpressionSyntax ParseCast()
    {
        var start = _index;
        var name = Take();
        Take();
        var operand = ParseExpression();
        if (!TryTake(SyntaxKind.AsKeyword))
        {
            var arguments = ParseCastArguments(operand);
            return new CallExpressionSyntax(SpanFrom(_tokens[start].Span), new(name.Span, name.Text), arguments, null);
        }

        var type = ParseType();
        ExpectClosing(SyntaxKind.CloseParen, "')'");
        return new CastExpressionSyntax(SpanFrom(name.Span), operand, type);
    }

    private EquatableArray<ExpressionSyntax> ParseCastArguments(ExpressionSyntax first)
    {
        var arguments = new List<ExpressionSyntax> { first };
        while (TakeSeparator(SyntaxKind.CloseParen, "',' or AS") && !Is(SyntaxKind.CloseParen))
            arguments.Add(ParseExpression());
        ExpectClosing(SyntaxKind.CloseParen, "')'");
        return [.. arguments];
    }

    // over := OVER '(' { PARTITION BY expression { ',' expression } | WHEN expression | ORDER BY terms } ')'
    private OverSyntax ParseOver()
    {
        var start = Take().Span;
        var partitionBy = new List<ExpressionSyntax>();
        ExpressionSyntax? when = null;
        EquatableArray<OrderTermSyntax> orderBy = [];
        if (!Expect(SyntaxKind.OpenParen, "'('"))
            return new(start, [], null, []);

        while (true)
        {
            if (partitionBy.Count == 0 && TryTake(SyntaxKind.PartitionKeyword))
                ParsePartition(partitionBy);
            else if (when is null && TryTake(SyntaxKind.WhenKeyword))
                when = ParseExpression();
            else if (orderBy.IsEmpty && TryTake(SyntaxKind.OrderKeyword))
                orderBy = ParseOverOrder();
            else
                break;
        }

        ExpectClosing(SyntaxKind.CloseParen, "PARTITION BY, WHEN, ORDER BY or ')'");
        return new(SpanFrom(start), [.. partitionBy], when, orderBy);
    }

    private void ParsePartition(List<ExpressionSyntax> keys)
    {
        Expect(SyntaxKind.ByKeyword, "BY");
        do
            keys.Add(ParseExpression());
        while (TryTake(SyntaxKind.Comma));
    }

    private EquatableArray<OrderTermSyntax> ParseOverOrder()
    {
        Expect(SyntaxKind.ByKeyword, "BY");
        return ParseOrderTerms();
    }
}
