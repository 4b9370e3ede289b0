using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Syntax;

public sealed partial class Parser
{
    // create := CREATE ( STREAM | TABLE | SINK ) name fields WITH options | CREATE rule
    private StatementSyntax ParseCreate()
    {
        var start = Take().Span;
        if (TryTakeWord("RULE"))
            return ParseCreateRule(start);

        if (TryTakeDefinitionKind("STREAM", "TABLE", "SINK") is not { } kind)
        {
            ReportUnexpected("STREAM, TABLE, SINK or RULE", SuggestWord("STREAM", "TABLE", "SINK", "RULE"));
            return SkipStatement(start);
        }

        var name = ExpectName("a name");
        var fields = ParseFields();
        ExpectWord("WITH");
        var options = ParseOptions(isOpen: kind == DefinitionKind.Sink);
        var statement = new CreateStatementSyntax(SpanFrom(start), kind, name, fields, options);
        if (kind != DefinitionKind.Sink)
            DefinitionRules.Check(statement, ReportKnown);
        return statement;
    }

    // rule := RULE name INTO name { ',' name } [ WITH options ] AS selectStatement
    private CreateRuleStatementSyntax ParseCreateRule(TextSpan start)
    {
        var name = ExpectName("a name");
        ExpectWord("INTO");
        var sinks = new List<IdentifierSyntax>();
        do
            sinks.Add(ExpectName("the name of a sink"));
        while (TryTake(SyntaxKind.Comma));

        var options = TryTakeWord("WITH") ? ParseOptions(isOpen: true) : [];
        Expect(SyntaxKind.AsKeyword, "AS");
        var select = ParseSelectStatement();
        return new(SpanFrom(start), name, [.. sinks], options, select);
    }

    // options := '(' option { [ ',' ] option } ')'
    private EquatableArray<OptionSyntax> ParseOptions(bool isOpen)
    {
        if (!Expect(SyntaxKind.OpenParen, "'(' and options"))
            return [];

        var options = new List<OptionSyntax>();
        while (Current.IsName)
        {
            options.Add(ParseOption(isOpen));
            if (!Current.IsName && !TakeSeparator(SyntaxKind.CloseParen, "',' or ')'"))
                break;
        }

        if (options.Count == 0 && Is(SyntaxKind.CloseParen) && !isOpen)
            ReportUnexpected("an option such as DATASOURCE");
        ExpectClosing(SyntaxKind.CloseParen, "an option or ')'");
        return [.. options];
    }

    // option := name '=' ( string | TRUE | FALSE ), for sinks and rules also a number
    private OptionSyntax ParseOption(bool isOpen)
    {
        var name = ExpectName("the name of an option");
        Expect(SyntaxKind.Equal, "'='");
        var token = Current;
        var isNumber = token.Kind is SyntaxKind.Integer or SyntaxKind.Float or SyntaxKind.Minus;
        if (token.Kind is SyntaxKind.String or SyntaxKind.TrueKeyword or SyntaxKind.FalseKeyword || isOpen && isNumber)
        {
            var value = ParseUnary() as LiteralExpressionSyntax ?? new(token.Span, null);
            if (!isOpen && token.Text[0] == '\'')
                ReportKnown(SqlDiagnostics.OptionValue.At(token.Span, token.Text, name.Text, "double quotes around it"));
            return new(SpanFrom(name.Span), name, value);
        }

        ReportUnexpected("a string in double quotes, TRUE or FALSE");
        return new(SpanFrom(name.Span), name, new(MissingSpan(), null));
    }

    private DefinitionKind? TryTakeDefinitionKind(string stream, string table, string? sink = null)
    {
        if (TryTakeWord(stream))
            return DefinitionKind.Stream;
        if (TryTakeWord(table))
            return DefinitionKind.Table;
        return sink is not null && TryTakeWord(sink) ? DefinitionKind.Sink : null;
    }

    // show := SHOW ( STREAMS | TABLES )
    private StatementSyntax ParseShow()
    {
        var start = Take().Span;
        if (TryTakeDefinitionKind("STREAMS", "TABLES") is { } kind)
            return new ShowStatementSyntax(SpanFrom(start), kind);

        ReportUnexpected("STREAMS or TABLES", SuggestWord("STREAMS", "TABLES"));
        return SkipStatement(start);
    }

    // named := ( DESCRIBE | DROP | EXPLAIN ) ( STREAM | TABLE ) name
    private StatementSyntax ParseNamedStatement(string verb)
    {
        var start = Take().Span;
        if (TryTakeDefinitionKind("STREAM", "TABLE") is not { } kind)
        {
            ReportUnexpected("STREAM or TABLE", SuggestWord("STREAM", "TABLE"));
            return SkipStatement(start);
        }

        var name = ExpectName($"the name of a {(kind == DefinitionKind.Table ? "table" : "stream")}");
        var span = SpanFrom(start);
        return verb switch
        {
            "DESCRIBE" => new DescribeStatementSyntax(span, kind, name),
            "DROP" => new DropStatementSyntax(span, kind, name),
            _ => new ExplainStatementSyntax(span, kind, name),
        };
    }

    private string? SuggestWord(params string[] words) =>
        Is(SyntaxKind.Identifier) && Spelling.Nearest(Current.Text, words) is { } word ? $"did you mean {word}?" : null;
}
