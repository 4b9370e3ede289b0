using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Syntax;

public sealed partial class Parser
{
    private static readonly string[] s_statementWords = ["SELECT", "WITH", "CREATE", "SHOW", "DESCRIBE", "DROP", "EXPLAIN"];

    // script := { [ statement ] ';' } [ statement ]
    private ScriptSyntax ParseStatements()
    {
        var statements = new List<StatementSyntax>();
        while (true)
        {
            while (TryTake(SyntaxKind.Semicolon))
                _isLost = false;
            if (Is(SyntaxKind.EndOfText))
                return new(new(0, _text.Length), [.. statements]);

            statements.Add(ParseStatement());
            ExpectEndOfStatement();
        }
    }

    // statement := selectStatement | create | show | named
    private StatementSyntax ParseStatement()
    {
        var word = Current.Kind == SyntaxKind.QuotedIdentifier ? "" : Current.Text.ToUpperInvariant();
        if (Current.Kind == SyntaxKind.Identifier && Array.IndexOf(s_statementWords, word) < 0)
            word = Spelling.Nearest(word, s_statementWords) ?? "";

        switch (word)
        {
            case "SELECT" or "WITH":
                return ParseSelectStatement();
            case "CREATE" or "SHOW" or "DESCRIBE" or "DROP" or "EXPLAIN":
                return ParseDefinitionStatement(word);
            default:
                ReportUnexpected("SELECT, CREATE, SHOW, DESCRIBE, DROP or EXPLAIN");
                return SkipStatement(Current.Span);
        }
    }

    private StatementSyntax ParseDefinitionStatement(string word)
    {
        if (!IsWord(word))
            ReportSlip(word, $"did you mean {word}?");

        return word switch
        {
            "CREATE" => ParseCreate(),
            "SHOW" => ParseShow(),
            _ => ParseNamedStatement(word),
        };
    }

    private InvalidStatementSyntax SkipStatement(TextSpan start)
    {
        while (!IsAtEnd)
            Take();
        return new(SpanFrom(start));
    }
}
