using System.Text;
using CompiledRules.Sql.Diagnostics;

namespace CompiledRules.Sql.Syntax;

public sealed partial class Parser
{
    private static readonly (SyntaxKind Keyword, string Word, JoinKind Kind)[] s_joinKinds =
    [
        (SyntaxKind.InnerKeyword, "INNER", JoinKind.Inner),
        (SyntaxKind.LeftKeyword, "LEFT", JoinKind.Left),
        (SyntaxKind.RightKeyword, "RIGHT", JoinKind.Right),
        (SyntaxKind.FullKeyword, "FULL", JoinKind.Full),
        (SyntaxKind.CrossKeyword, "CROSS", JoinKind.Cross),
    ];

    // from := FROM source
    private SourceSyntax ParseFrom()
    {
        if (!TryTakeClause(SyntaxKind.FromKeyword, "FROM"))
        {
            ReportUnexpected("FROM");
            return new NamedSourceSyntax(MissingSpan(), new(MissingSpan(), ""), null);
        }

        var source = ParseSource();
        if (Is(SyntaxKind.Comma))
        {
            ReportUnexpected("a join or the next clause", "sources are joined by INNER JOIN, LEFT JOIN, RIGHT JOIN, FULL JOIN or CROSS JOIN");
            SkipToClause();
        }

        return source;
    }

    // source := ( topic | '(' query ')' ) [ AS name ]
    private SourceSyntax ParseSource()
    {
        var start = Current.Span;
        if (TryTake(SyntaxKind.OpenParen))
        {
            var query = ParseNestedQuery();
            ExpectClosing(SyntaxKind.CloseParen, "')'");
            var queryAlias = ParseSourceAlias();
            return new SubquerySourceSyntax(SpanFrom(start), query, queryAlias);
        }

        var name = ParseTopic();
        var alias = ParseSourceAlias();
        return new NamedSourceSyntax(name.Span.To(alias?.Span ?? name.Span), name, alias);
    }

    private QuerySyntax ParseNestedQuery()
    {
        _depth++;
        var query = _depth <= MaxDepth ? ParseQuery() : TooDeepQuery();
        _depth--;
        return query;
    }

    private SelectSyntax TooDeepQuery()
    {
        ReportTooDeep();
        var missing = new NamedSourceSyntax(MissingSpan(), new(MissingSpan(), ""), null);
        return new(MissingSpan(), false, [], missing, [], null, [], null, [], null);
    }

    // topic := ( name | sign ) { name | keyword | integer | sign }, without white space between; sign := '/' | '#' | '+'
    private IdentifierSyntax ParseTopic()
    {
        var start = Current.Span;
        if (!Current.IsName && !IsTopicSign(Current.Kind))
            return ExpectName("the name of a stream or table");

        var text = new StringBuilder();
        do
            text.Append(Take().Text);
        while (ContinuesTopic());
        return new(SpanFrom(start), text.ToString());
    }

    private bool ContinuesTopic() => Current.Span.Start == Previous.Span.End
        && (IsTopicSign(Current.Kind)
            || IsTopicSign(Previous.Kind) && (Current.IsName || Current.IsKeyword || Current.Kind == SyntaxKind.Integer));

    private static bool IsTopicSign(SyntaxKind kind) => kind is SyntaxKind.Slash or SyntaxKind.Hash or SyntaxKind.Plus;

    private IdentifierSyntax? ParseSourceAlias()
    {
        if (TryTake(SyntaxKind.AsKeyword))
            return ExpectName("an alias");
        if (!Current.IsName || IsWord("UNION") || IsMisspeltClause())
            return null;

        ReportSlip("AS or the next clause", "write AS before an alias");
        return ExpectName("an alias");
    }

    // joins := { ( INNER | LEFT | RIGHT | FULL ) JOIN source [ ON expression ] | CROSS JOIN source }
    private EquatableArray<JoinSyntax> ParseJoins()
    {
        var joins = new List<JoinSyntax>();
        while (TryTakeJoin() is { } kind)
            joins.Add(ParseJoin(kind));
        return [.. joins];
    }

    private JoinKind? TryTakeJoin()
    {
        if (Is(SyntaxKind.JoinKeyword))
        {
            var joins = SqlDiagnostics.OldJoin.At(Current.Span, "JOIN", "INNER JOIN, LEFT JOIN, RIGHT JOIN, FULL JOIN or CROSS JOIN");
            ReportKnown(joins with { Hint = "write INNER JOIN" });
            return JoinKind.Inner;
        }

        foreach (var (keyword, word, kind) in s_joinKinds)
        {
            if (Is(keyword) || Peek(1).Kind == SyntaxKind.JoinKeyword && IsMisspelt(word))
            {
                TryTakeClause(keyword, word);
                return kind;
            }
        }

        return null;
    }

    private JoinSyntax ParseJoin(JoinKind kind)
    {
        var start = Is(SyntaxKind.JoinKeyword) ? Current.Span : Previous.Span;
        if (IsWord("OUTER"))
        {
            var word = kind.ToString().ToUpperInvariant();
            ReportKnown(SqlDiagnostics.OldJoin.At(Current.Span, "OUTER", "JOIN") with { Hint = $"write {word} JOIN" });
            Take();
        }

        Expect(SyntaxKind.JoinKeyword, "JOIN");
        var source = ParseSource();
        var condition = ParseJoinCondition(kind);
        return new(SpanFrom(start), kind, source, condition);
    }

    private ExpressionSyntax? ParseJoinCondition(JoinKind kind)
    {
        if (!Is(SyntaxKind.OnKeyword))
            return null;

        if (kind == JoinKind.Cross)
            ReportKnown(SqlDiagnostics.CrossJoinCondition.At(Current.Span));
        Take();
        _isLost = false;
        return ParseClauseExpression();
    }
}
