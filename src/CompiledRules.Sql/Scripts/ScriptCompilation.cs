using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Sql.Scripts;

/// <summary>A script of streams, tables, sinks and rules, from text to plans. Statements see what stands before them.</summary>
/// <param name="Queries">SELECT statements that belong to no rule, with the place of each.</param>
/// <param name="Diagnostics">Of all statements, in text order; spans are those of the script.</param>
public sealed record ScriptCompilation(
    EquatableArray<StreamSymbol> Streams,
    EquatableArray<SinkSymbol> Sinks,
    EquatableArray<ScriptRule> Rules,
    EquatableArray<SelectStatementSyntax> Queries,
    EquatableArray<SqlDiagnostic> Diagnostics)
{
    public bool HasErrors => Diagnostics.Items.Any(static diagnostic => diagnostic.IsError);

    /// <summary>Never throws for what is wrong with <paramref name="text"/>: that is in <see cref="Diagnostics"/>.</summary>
    /// <param name="functions">Gives the functions, and streams that are defined elsewhere.</param>
    /// <param name="sinks">Names of sinks that are defined elsewhere.</param>
    public static ScriptCompilation Compile(string text, ICatalog functions, IReadOnlyCollection<string>? sinks = null)
    {
        var parsed = Parser.ParseScript(text);
        var reader = new Reader(functions, sinks ?? []);
        reader.Diagnostics.ReportAll(parsed.Diagnostics);
        foreach (var statement in parsed.Root.Statements)
            reader.Read(statement);
        return reader.ToCompilation();
    }

    private sealed class Reader
    {
        private readonly DefinitionStore _definitions = new();
        private readonly ScriptCatalog _catalog;
        private readonly List<StreamSymbol> _streams = [];
        private readonly Dictionary<string, SinkSymbol> _sinks = new(StringComparer.Ordinal);
        private readonly List<ScriptRule> _rules = [];
        private readonly List<SelectStatementSyntax> _queries = [];

        private readonly IReadOnlyCollection<string> _otherSinks;

        public Reader(ICatalog functions, IReadOnlyCollection<string> otherSinks)
        {
            _catalog = new(_definitions, functions);
            _otherSinks = otherSinks;
        }

        public DiagnosticBag Diagnostics { get; } = new();

        public ScriptCompilation ToCompilation() =>
            new(_streams.ToEquatableArray(), _sinks.Values.ToEquatableArray(), _rules.ToEquatableArray(), _queries.ToEquatableArray(), Diagnostics.ToSorted());

        public void Read(StatementSyntax statement)
        {
            switch (statement)
            {
                case CreateStatementSyntax { Kind: DefinitionKind.Sink } sink:
                    ReadSink(sink);
                    break;
                case CreateStatementSyntax stream:
                    ReadStream(stream);
                    break;
                case CreateRuleStatementSyntax rule:
                    ReadRule(rule);
                    break;
                case SelectStatementSyntax query:
                    _queries.Add(query);
                    break;
                case ShowStatementSyntax or DescribeStatementSyntax or DropStatementSyntax or ExplainStatementSyntax:
                    Diagnostics.Report(SqlDiagnostics.NotInScript.At(statement.Span));
                    break;
            }
        }

        private void ReadStream(CreateStatementSyntax statement)
        {
            if (!IsNew(statement.Name, _definitions.Find(statement.Name.Text) is not null))
                return;
            if (_definitions.Execute(statement).IsError)
                Diagnostics.Report(SqlDiagnostics.InvalidName.At(statement.Name.Span, statement.Name.Text));
            else
                _streams.Add(_definitions.Find(statement.Name.Text)!);
        }

        private void ReadSink(CreateStatementSyntax statement)
        {
            if (!IsNew(statement.Name, _sinks.ContainsKey(statement.Name.Text)))
                return;

            _sinks[statement.Name.Text] = new SinkSymbol(
                statement.Name.Text, statement.Options.Select(static option => new ScriptOption(option.Name.Text, option.Value.Value)).ToEquatableArray());
        }

        private void ReadRule(CreateRuleStatementSyntax statement)
        {
            IsNew(statement.Name, _rules.Exists(rule => rule.Name == statement.Name.Text));
            var options = new RuleOptionReader(Diagnostics);
            options.Read(statement.Options);
            foreach (var sink in statement.Sinks)
            {
                if (!_sinks.ContainsKey(sink.Text) && !_otherSinks.Contains(sink.Text))
                    Diagnostics.Report(SqlDiagnostics.UnknownSink.At(sink.Span, sink.Text).Suggesting(sink.Text, _sinks.Keys.Concat(_otherSinks)));
            }

            var compilation = Compilation.Compile(statement.Select, _catalog, options.Options);
            Diagnostics.ReportAll(compilation.Diagnostics);
            _rules.Add(new ScriptRule(
                statement.Name.Text,
                statement.Sinks.Select(static sink => sink.Text).ToEquatableArray(),
                options.Options,
                options.RunOptions,
                options.OutputOptions,
                statement.Select.Span,
                compilation));
        }

        private bool IsNew(IdentifierSyntax name, bool isTaken)
        {
            if (isTaken)
                Diagnostics.Report(SqlDiagnostics.DuplicateDefinition.At(name.Span, name.Text));
            return !isTaken;
        }
    }
}
