using CompiledRules.Compiler;
using CompiledRules.Compiler.Expressions;
using CompiledRules.Compiler.Programs;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Time;
using CompiledRules.Sql;
using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Lowering;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Conformance.Tests.Expressions;

/// <summary>Compiles a statement as it stands and runs it over the rows of a case.</summary>
internal sealed class ClauseRunner : IRuleOutput<Row>
{
    private readonly RuleTimers _timers = new(0);
    private readonly LoweredRule _rule;
    private readonly IRuleRun _run;
    private readonly OutputLayout _layout;

    public ClauseRunner(SelectSyntax select, string sql, RuleOptions options, RuleBackend backend, string ruleId = "rule1", long start = 0)
    {
        var compilation = Compilation.Compile(new SelectStatementSyntax(select.Span, [], select), new AnyStreamCatalog(), options);
        if (compilation.Plan is null)
            throw new RuleCompilationFailure(compilation.Diagnostics);

        _rule = Lowerer.Lower(compilation.Plan, null, options, new DiagnosticBag());
        var types = new TypeMap([]);
        var code = RuleCode.Of(_rule, sql);
        var program = ProgramBuilder.BuildSlots(RuleBodies.Of<Row>(code, types, [], backend), code, options, types);
        _layout = program.Output;
        _run = program.Start(new RuleStart(ruleId, new FixedTime(start), TimeZoneInfo.Utc, new KeyedState(), _timers, this));
        _run.Open();
    }

    public List<SqlObject> Rows { get; } = [];

    public List<RowError> Errors { get; } = [];

    public static SelectSyntax Parse(string sql)
    {
        var parsed = Parser.ParseSelect(sql);
        return parsed.HasErrors ? throw new RuleCompilationFailure(parsed.Diagnostics) : (SelectSyntax)parsed.Root.Query;
    }

    /// <param name="extra">Columns that steer the run and are not part of the row.</param>
    public void Send(CaseRow row, int input, long time, params (string Name, SqlValue Value)[] extra)
    {
        var shape = _rule.Inputs[input];
        var slots = new SqlValue[shape.Width];
        for (var slot = 0; slot < slots.Length; slot++)
            slots[slot] = slot == shape.WholeRowSlot ? row.Values : ColumnOf(row.Values, shape.Columns[slot], extra);
        _run.InputOf(input).OnNext([new Row(slots, time, row.Metadata)]);
    }

    /// <summary>An error comes from upstream instead of a row.</summary>
    public void Fail(string message) => _run.InputOf(0).OnError(new SqlException(message));

    /// <summary>The input that a row's stream is; by place where the case gives another name.</summary>
    public int InputOf(string? stream, int place)
    {
        var named = _rule.Inputs.Items.ToList().FindIndex(shape => shape.Source.Name == stream || shape.Source.Stream.Name == stream);
        return named >= 0 ? named : Math.Min(place, _rule.Inputs.Count - 1);
    }

    void IRuleOutput<Row>.OnRows(ReadOnlySpan<Row> rows)
    {
        foreach (var row in rows)
            Rows.Add(_layout.ToObject(row));
    }

    void IRuleOutput<Row>.OnCollection(ReadOnlySpan<Row> rows) => ((IRuleOutput<Row>)this).OnRows(rows);

    void IRuleOutput<Row>.OnError(RowError error) => Errors.Add(error);

    void IRuleOutput<Row>.OnCompleted()
    {
    }

    private sealed class FixedTime(long milliseconds) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
    }

    // As a decoder that ignores case where no exact name exists.
    private static SqlValue ColumnOf(SqlObject values, string column, (string Name, SqlValue Value)[] extra)
    {
        if (Array.Find(extra, entry => entry.Name == column) is { Name: not null } found)
            return found.Value;
        if (values.TryGetValue(column, out var exact))
            return exact;

        foreach (var (name, value) in values)
        {
            if (string.Equals(name, column, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        return SqlValue.Missing;
    }
}
