using CompiledRules.Sql.Diagnostics;

namespace CompiledRules.Sql.Syntax;

public sealed partial class Parser
{
    private static readonly string[] s_clauseWords =
        ["FROM", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "UNION"];

    private void Report(SqlDiagnostic diagnostic)
    {
        if (!_isLost)
            _diagnostics.Report(diagnostic);
        _isLost = true;
    }

    private void ReportUnexpected(string expected, string? hint = null)
    {
        if (Is(SyntaxKind.BadToken))
            _isLost = true;
        Report(SqlDiagnostics.UnexpectedToken.At(Current.Span, Current.Describe(), expected) with { Hint = hint });
    }

    /// <summary>Reports a mistake whose meaning is plain, so that parsing goes on as if it were not there.</summary>
    private void ReportKnown(SqlDiagnostic diagnostic)
    {
        var wasLost = _isLost;
        Report(diagnostic);
        _isLost = wasLost;
    }

    private void ReportSlip(string expected, string hint) =>
        ReportKnown(SqlDiagnostics.UnexpectedToken.At(Current.Span, Current.Describe(), expected) with { Hint = hint });

    private bool IsMisspelt(string word) => IsMisspelt(Current, word);

    private static bool IsMisspelt(SyntaxToken token, string word) =>
        token.Kind == SyntaxKind.Identifier && Spelling.Nearest(token.Text, [word]) is not null;

    private bool TakeMisspelt(string word)
    {
        ReportSlip(word, $"did you mean {word}?");
        Take();
        return true;
    }

    /// <summary>Takes the keyword of a clause. From here the parser knows again where it is.</summary>
    private bool TryTakeClause(SyntaxKind kind, string word)
    {
        if (!TryTake(kind) && !(IsMisspelt(word) && !IsNearerToAnother(word) && TakeMisspelt(word)))
            return false;

        _isLost = false;
        return true;
    }

    private bool IsNearerToAnother(string word) => Spelling.Nearest(Current.Text, s_clauseWords) is { } nearest && nearest != word;

    private bool IsMisspeltClause() => Is(SyntaxKind.Identifier) && Spelling.Nearest(Current.Text, s_clauseWords) is not null;

    /// <summary>
    /// Ends an entry of a list: where something else than <paramref name="closing"/> or a separator follows, it is
    /// reported and skipped.
    /// </summary>
    /// <returns>Whether a comma was taken, so that another entry follows.</returns>
    private bool TakeSeparator(SyntaxKind closing, string expected)
    {
        if (!Is(SyntaxKind.Comma) && !Is(closing))
        {
            ReportUnexpected(expected, Is(SyntaxKind.Identifier) ? SuggestOperator() : null);
            SkipTo(closing);
        }

        if (!TryTake(SyntaxKind.Comma))
            return false;

        _isLost = false;
        return true;
    }

    private void ExpectClosing(SyntaxKind closing, string expected)
    {
        if (!Is(closing))
        {
            ReportUnexpected(expected);
            SkipTo(closing, stopsAtComma: false);
        }

        if (TryTake(closing))
            _isLost = false;
    }

    // Stops in front of the closing sign, a comma, or a clause; brackets on the way are passed as a whole where they match.
    private void SkipTo(SyntaxKind closing, bool stopsAtComma = true)
    {
        var depth = 0;
        for (; !IsAtEnd && !BeginsClause(Current.Kind, depth); Take())
        {
            if (depth == 0 && (Is(closing) || stopsAtComma && Is(SyntaxKind.Comma)))
                return;

            if (Current.Kind is SyntaxKind.OpenParen or SyntaxKind.OpenBracket)
                depth++;
            else if (Current.Kind is SyntaxKind.CloseParen or SyntaxKind.CloseBracket && --depth < 0)
                return;
        }
    }

    private void SkipToClause() => SkipTo(SyntaxKind.None, stopsAtComma: false);

    // Within parentheses WHERE and ORDER belong to FILTER and OVER.
    private static bool BeginsClause(SyntaxKind kind, int depth = 0) => kind switch
    {
        SyntaxKind.FromKeyword or SyntaxKind.GroupKeyword or SyntaxKind.HavingKeyword or SyntaxKind.LimitKeyword => true,
        SyntaxKind.SelectKeyword or SyntaxKind.WhereKeyword or SyntaxKind.OrderKeyword or SyntaxKind.OnKeyword or SyntaxKind.JoinKeyword
            or SyntaxKind.InnerKeyword or SyntaxKind.LeftKeyword or SyntaxKind.RightKeyword or SyntaxKind.FullKeyword
            or SyntaxKind.CrossKeyword => depth == 0,
        _ => false,
    };

    private void ExpectEndOfStatement()
    {
        if (IsAtEnd)
            return;

        ReportUnexpected("the end of the statement", SuggestOperator());
        while (!IsAtEnd)
            Take();
    }

    // A word behind a complete expression is mostly an operator with a slip in it.
    private string? SuggestOperator() =>
        Is(SyntaxKind.Identifier) && Spelling.Nearest(Current.Text, ["AND", "LIKE", "BETWEEN"]) is { } word ? $"did you mean {word}?" : null;
}
