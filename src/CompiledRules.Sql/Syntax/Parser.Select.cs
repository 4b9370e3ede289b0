using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Syntax;

public sealed partial class Parser
{
    // selectStatement := [ WITH commonTable { ',' commonTable } ] query
    private SelectStatementSyntax ParseSelectStatement()
    {
        var start = Current.Span;
        var tables = new List<CommonTableSyntax>();
        if (TryTakeWord("WITH"))
        {
            do
                tables.Add(ParseCommonTable());
            while (TryTake(SyntaxKind.Comma));
        }

        var query = ParseQuery();
        return new(SpanFrom(start), [.. tables], query);
    }

    // commonTable := name AS '(' query ')'
    private CommonTableSyntax ParseCommonTable()
    {
        var name = ExpectName("a name for the query");
        Expect(SyntaxKind.AsKeyword, "AS");
        Expect(SyntaxKind.OpenParen, "'('");
        var query = ParseNestedQuery();
        ExpectClosing(SyntaxKind.CloseParen, "')'");
        return new(SpanFrom(name.Span), name, query);
    }

    // query := select { UNION ALL select }
    private QuerySyntax ParseQuery()
    {
        var first = ParseSelectCore();
        if (!IsWord("UNION"))
            return first;

        var branches = new List<SelectSyntax> { first };
        while (TryTakeWord("UNION"))
        {
            ExpectWord("ALL");
            ReportOrderBeforeUnion(branches[branches.Count - 1]);
            branches.Add(ParseSelectCore());
        }

        // What ends the text ends the whole query, not its last branch.
        var last = branches[branches.Count - 1];
        branches[branches.Count - 1] = last with { OrderBy = [], Limit = null };
        return new UnionAllSyntax(first.Span.To(last.Span), [.. branches], last.OrderBy, last.Limit);
    }

    private void ReportOrderBeforeUnion(SelectSyntax branch)
    {
        if (!branch.OrderBy.IsEmpty)
            ReportKnown(SqlDiagnostics.UnionBranchOrder.At(branch.OrderBy[0].Span, "ORDER BY"));
        else if (branch.Limit is { } limit)
            ReportKnown(SqlDiagnostics.UnionBranchOrder.At(limit.Span, "LIMIT"));
    }

    // select := SELECT [ DISTINCT ] columns FROM source { join } [ WHERE expression ] [ GROUP BY groupings ]
    //           [ HAVING expression ] [ ORDER BY terms ] [ LIMIT integer ]
    private SelectSyntax ParseSelectCore()
    {
        var start = Current.Span;
        if (Expect(SyntaxKind.SelectKeyword, "SELECT"))
            _isLost = false;

        var isDistinct = TryTakeDistinct();
        var columns = ParseColumns();
        var from = ParseFrom();
        var joins = ParseJoins();
        var where = TryTakeClause(SyntaxKind.WhereKeyword, "WHERE") ? ParseClauseExpression() : null;
        var groupBy = TryTakeClause(SyntaxKind.GroupKeyword, "GROUP") ? ParseGroupBy() : [];
        var having = TryTakeClause(SyntaxKind.HavingKeyword, "HAVING") ? ParseClauseExpression() : null;
        var orderBy = TryTakeClause(SyntaxKind.OrderKeyword, "ORDER") ? ParseOrderBy() : [];
        var limit = TryTakeClause(SyntaxKind.LimitKeyword, "LIMIT") ? ParseLimit() : null;
        if (BeginsClause(Current.Kind))
            ReportUnexpected("the end of the statement", "clauses stand in the order WHERE, GROUP BY, HAVING, ORDER BY, LIMIT");
        return new(SpanFrom(start), isDistinct, columns, from, joins, where, groupBy, having, orderBy, limit);
    }

    // DISTINCT is not reserved: it is the keyword only in front of what must be a column of its own.
    private bool TryTakeDistinct()
    {
        var next = Peek(1).Kind;
        var beginsColumn = next is SyntaxKind.Identifier or SyntaxKind.QuotedIdentifier or SyntaxKind.String or SyntaxKind.Integer
            or SyntaxKind.Float or SyntaxKind.CaseKeyword or SyntaxKind.NotKeyword or SyntaxKind.OpenParen or SyntaxKind.TrueKeyword
            or SyntaxKind.FalseKeyword;
        var beginsWildcard = next == SyntaxKind.Star
            && Peek(2).Kind is SyntaxKind.FromKeyword or SyntaxKind.Comma or SyntaxKind.ExceptKeyword or SyntaxKind.ReplaceKeyword;
        return (beginsColumn || beginsWildcard) && TryTakeWord("DISTINCT");
    }

    // columns := column { ',' column }
    private EquatableArray<SelectColumnSyntax> ParseColumns()
    {
        var columns = new List<SelectColumnSyntax>();
        do
            columns.Add(ParseColumn());
        while (TakeColumnSeparator());
        return [.. columns];
    }

    private bool TakeColumnSeparator()
    {
        if (!Is(SyntaxKind.Comma) && !BeginsClause(Current.Kind) && !IsAtEnd && !IsMisspelt("FROM"))
        {
            ReportUnexpected("FROM", Current.IsName ? SuggestOperator() : null);
            SkipTo(SyntaxKind.FromKeyword);
        }

        if (!TryTake(SyntaxKind.Comma))
            return false;

        _isLost = false;
        return true;
    }

    // column := ( wildcard | expression ) [ AS name ] [ INVISIBLE ]
    private SelectColumnSyntax ParseColumn()
    {
        var start = Current.Span;
        var expression = Is(SyntaxKind.Star) ? ParseWildcard(start, null) : ParseExpression();
        var alias = ParseAlias(mayLackAs: expression is not WildcardExpressionSyntax);
        var isInvisible = TryTake(SyntaxKind.InvisibleKeyword);
        return new(SpanFrom(start), expression, alias, isInvisible);
    }

    // A name in the place of an alias is one, though AS is missing.
    private IdentifierSyntax? ParseAlias(bool mayLackAs)
    {
        if (TryTake(SyntaxKind.AsKeyword))
            return ExpectName("an alias");
        if (!mayLackAs || !Current.IsName || Peek(1).Kind is not (SyntaxKind.Comma or SyntaxKind.FromKeyword or SyntaxKind.InvisibleKeyword))
            return null;

        ReportSlip("AS", "write AS before an alias");
        return ExpectName("an alias");
    }

    // wildcard := '*' { EXCEPT '(' name { ',' name } ')' | REPLACE '(' column { ',' column } ')' }
    private WildcardExpressionSyntax ParseWildcard(TextSpan start, string? qualifier)
    {
        Take();
        var exceptions = new List<IdentifierSyntax>();
        var replacements = new List<SelectColumnSyntax>();
        while (Current.Kind is SyntaxKind.ExceptKeyword or SyntaxKind.ReplaceKeyword)
        {
            var isException = Take().Kind == SyntaxKind.ExceptKeyword;
            if (!Expect(SyntaxKind.OpenParen, "'('"))
                break;

            do
            {
                if (isException)
                    exceptions.Add(ExpectName("the name of a column"));
                else
                    replacements.Add(ParseReplacement());
            }
            while (TakeSeparator(SyntaxKind.CloseParen, "',' or ')'"));
            ExpectClosing(SyntaxKind.CloseParen, "')'");
        }

        return new(SpanFrom(start), qualifier, [.. exceptions], [.. replacements]);
    }

    // A column named without an alias replaces the one of its own name.
    private SelectColumnSyntax ParseReplacement()
    {
        var column = ParseColumn();
        if (column.Alias is null && column.Expression is not (NameExpressionSyntax or CallExpressionSyntax))
            ReportUnexpected("AS and the column to replace");
        return column;
    }

    // An expression that is a whole clause: what follows it must be another clause or the end.
    private ExpressionSyntax ParseClauseExpression()
    {
        var expression = ParseExpression();
        EndClause();
        return expression;
    }

    private void EndClause()
    {
        if (IsAtEnd || Is(SyntaxKind.CloseParen) || BeginsClause(Current.Kind) || IsMisspeltClause() || IsWord("UNION"))
            return;

        ReportUnexpected("an operator or the next clause", SuggestOperator());
        SkipToClause();
    }

    // terms := term { [ ',' ] term }
    private EquatableArray<OrderTermSyntax> ParseOrderBy()
    {
        Expect(SyntaxKind.ByKeyword, "BY");
        var terms = ParseOrderTerms();
        EndClause();
        return terms;
    }

    private EquatableArray<OrderTermSyntax> ParseOrderTerms()
    {
        var terms = new List<OrderTermSyntax>();
        do
            terms.Add(ParseOrderTerm());
        while (TryTake(SyntaxKind.Comma) || Current.IsName && !IsWord("UNION") && !IsMisspeltClause());
        return [.. terms];
    }

    // term := expression [ ASC | DESC ]
    private OrderTermSyntax ParseOrderTerm()
    {
        var expression = ParseExpression();
        if (expression is LiteralExpressionSyntax literal)
            ReportKnown(SqlDiagnostics.OrderByLiteral.At(literal.Span, Excerpt(literal.Span)));

        var isDescending = TryTake(SyntaxKind.DescKeyword);
        if (!isDescending)
            TryTake(SyntaxKind.AscKeyword);
        return new(SpanFrom(expression.Span), expression, isDescending);
    }

    // limit := LIMIT [ '-' ] integer
    private LimitSyntax? ParseLimit()
    {
        var start = Previous.Span;
        var isNegative = Is(SyntaxKind.Minus) && Peek(1).Kind == SyntaxKind.Integer;
        if (isNegative)
            Take();

        if (Is(SyntaxKind.Integer))
        {
            var count = (long)Take().Value!;
            EndClause();
            return new(SpanFrom(start), isNegative ? -count : count);
        }

        ReportUnexpected("a whole number of rows");
        SkipToClause();
        return null;
    }
}
