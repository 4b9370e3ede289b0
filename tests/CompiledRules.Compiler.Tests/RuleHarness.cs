using CompiledRules.Compiler.Catalogs;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Time;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Compiler.Tests;

/// <summary>Runs a statement over rows in virtual time and shows what it gives as text. It runs on both back ends, which have to give the same.</summary>
internal sealed class RuleHarness
{
    private readonly Collected<Row> _output = new();
    private readonly RuleTimers _timers;
    private readonly IRuleProgram _program;
    private readonly IRuleRun _run;
    private RuleHarness? _twin;

    /// <param name="definitions">CREATE statements, or the name of a schemaless stream.</param>
    /// <param name="restore">A saved state; the rule then runs on one back end.</param>
    public RuleHarness(
        string sql, string definitions = "demo", RuleOptions? options = null, long start = 0, Stream? restore = null, RuleBackend backend = RuleBackend.Instant)
    {
        _timers = new RuleTimers(start);
        Rule = RuleCompiler.Compile(sql, CatalogOf(definitions), options, backend: backend);
        _program = Rule.Program;
        _run = _program.Start(new RuleStart("rule", TimeProvider.System, TimeZoneInfo.Utc, new KeyedState(), _timers, _output));
        if (restore is not null)
            _run.Load(new Runtime.State.BinaryStateReader(restore));
        _run.Open();
        if (backend == RuleBackend.Instant && restore is null)
            _twin = new RuleHarness(sql, definitions, options, start, backend: RuleBackend.Optimized);
    }

    public CompiledRule Rule { get; }

    public IReadOnlyList<RowError> Errors => _output.Errors;

    public IReadOnlyList<(int Input, Row Row)> Late => _output.Late;

    /// <summary>The run itself; what is done to it is not done on the other back end, which is left out from then on.</summary>
    public IRuleRun Run
    {
        get
        {
            _twin = null;
            return _run;
        }
    }

    /// <summary>Results so far: a row rule's as objects, a window's as arrays.</summary>
    public string Results
    {
        get
        {
            if (_twin is not null)
                Assert.That(_twin.OwnResults, Is.EqualTo(OwnResults), "the optimized back end differs");
            return OwnResults;
        }
    }

    private string OwnResults => string.Join(' ', _output.Collections.Count > 0
        ? _output.Collections.Select(rows => $"[{string.Join(',', rows.Select(Text))}]")
        : _output.Rows.Select(Text));

    public static string Rows(string sql, params string[] rows)
    {
        var harness = new RuleHarness(sql);
        foreach (var row in rows)
            harness.Send(row);
        return harness.Results;
    }

    public RuleHarness Send(string json, long time = 0, string stream = "demo")
    {
        _twin?.Send(json, time, stream);
        _timers.AdvanceTo(time);
        return SendTo(_program.Inputs.Select(static input => input.Name).ToList().IndexOf(stream), json, time);
    }

    /// <summary>Sends a row to every input, as a host does with one stream that several queries of a rule read.</summary>
    public RuleHarness SendToAll(string json)
    {
        _twin?.SendToAll(json);
        for (var i = 0; i < _program.Inputs.Length; i++)
            SendTo(i, json, 0);
        return this;
    }

    private RuleHarness SendTo(int index, string json, long time)
    {
        var input = (input: _program.Inputs[index], index);
        var values = SqlJson.Parse(json, wholeNumbersAsIntegers: true).AsObject();
        var slots = new SqlValue[input.input.Layout.Width];
        for (var i = 0; i < slots.Length; i++)
            slots[i] = i == input.input.Layout.WholeRowSlot ? SqlValue.From(values) : values[input.input.Layout.Columns[i]];
        _run.InputOf(input.index).OnNext([new Row(slots, time, SqlObject.From([KeyValuePair.Create("topic", SqlValue.From(input.input.Name))]))]);
        return this;
    }

    public RuleHarness AdvanceTo(long time)
    {
        _twin?.AdvanceTo(time);
        _timers.AdvanceTo(time);
        return this;
    }

    private static Catalog CatalogOf(string definitions)
    {
        var functions = new FunctionTable(FunctionReader.BuiltIn);
        if (!definitions.Contains(' ', StringComparison.Ordinal))
            return new Catalog(definitions.Split(',').Select(static name => new StreamSymbol(name, StreamKind.Stream, [], true)), functions);

        var script = Parser.ParseScript(definitions);
        Assert.That(script.Diagnostics, Is.Empty);
        return new Catalog(script.Root.Statements.Items.OfType<CreateStatementSyntax>().Select(StreamDefinition.ToSymbol), functions);
    }

    /// <summary>A row as results show it.</summary>
    public static string Text(IEnumerable<KeyValuePair<string, SqlValue>> columns)
    {
        var sorted = SqlObject.From(columns.OrderBy(static entry => entry.Key, StringComparer.Ordinal));
        return SqlJson.ToText(SqlValue.From(sorted)).Replace("\"", "", StringComparison.Ordinal);
    }

    private string Text(Row row) => Text(_program.Output.ToObject(row));
}
