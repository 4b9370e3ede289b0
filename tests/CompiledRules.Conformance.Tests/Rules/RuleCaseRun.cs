using System.Collections.Immutable;
using System.Text.Json;
using CompiledRules.Compiler;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Conformance.Tests.Cases;
using CompiledRules.Runtime.Rules;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Scripts;
using CompiledRules.Sql.Symbols;
using CompiledRules.Testing;

namespace CompiledRules.Conformance.Tests.Rules;

/// <summary>One end-to-end case: its streams, its rows in the order of arrival, and the rule between them.</summary>
internal sealed class RuleCaseRun
{
    private static readonly Catalog s_functions = new([], new FunctionTable([.. FunctionReader.BuiltIn, .. FunctionReader.Read(typeof(RuleCaseRun).Assembly)]));

    private readonly long _start;
    private readonly long _stop;
    private readonly bool _sendsErrors;
    private readonly ImmutableArray<StreamSymbol> _streams;
    private readonly ConformanceCase _item;
    private readonly IRuleProgram _program;

    public RuleCaseRun(ConformanceCase item, RuleBackend backend)
        : this(item, (sql, streams, options) => RuleCompiler.Compile(sql, new ScriptedCatalog(streams, s_functions), options, backend: backend).Program)
    {
    }

    /// <param name="compile">Makes a program of the statement, the streams that it may read and its options.</param>
    public RuleCaseRun(ConformanceCase item, Func<string, IReadOnlyList<StreamSymbol>, RuleOptions, IRuleProgram> compile)
    {
        _item = item;
        var json = item.Json;
        var sources = json.GetProperty("streams").EnumerateArray().ToList();
        if (json.TryGetProperty("tables", out var tables))
            sources.AddRange(tables.EnumerateArray());

        var script = ScriptCompilation.Compile(DefinitionsOf(item), s_functions);
        _streams = [.. script.Streams];

        var options = RuleCaseOptions.Read(json.GetProperty("rule").GetProperty("options"));
        _sendsErrors = options.SendError;
        _program = compile(SqlOf(item), _streams, options);
        _start = json.GetProperty("clock").GetProperty("start").GetInt64();
        _stop = json.GetProperty("clock").GetProperty("stop").GetInt64();
        Arrivals = ArrivalsOf(sources);
    }

    /// <summary>In order of time; at one time tables first, then streams in the order of FROM and JOIN.</summary>
    public ImmutableArray<Arrival> Arrivals { get; }

    /// <summary>The streams and tables of a case, as a script.</summary>
    public static string DefinitionsOf(ConformanceCase item)
    {
        var sources = item.Json.GetProperty("streams").EnumerateArray().Concat(item.Json.TryGetProperty("tables", out var tables) ? tables.EnumerateArray() : []);
        return string.Join("\n", sources.Select(static source => source.GetProperty("ddl").GetString()!.TrimEnd(';') + ";"));
    }

    public static string SqlOf(ConformanceCase item) => item.Json.GetProperty("rule").GetProperty("sql").GetString()!;

    /// <summary>Runs the case to its end, from a checkpoint where it asks for that.</summary>
    public IReadOnlyList<SqlValue> PlayAsTheCaseSays() => _item.Json.TryGetProperty("checkpoint", out var checkpoint)
        ? PlayFromCheckpoint(RuleCaseOptions.Milliseconds(_item.Json.GetProperty("checkpointInterval")), checkpoint.GetProperty("checkpoints_before_pause").GetInt32())
        : Play();

    /// <summary>Runs the case and gives what a sink would get.</summary>
    /// <param name="restartAfter">After how many rows the rule stops and goes on from its state; -1 for never.</param>
    public IReadOnlyList<SqlValue> Play(int restartAfter = -1)
    {
        var driver = Start();
        for (var i = 0; i < Arrivals.Length; i++)
        {
            Deliver(driver, Arrivals[i]);
            if (i + 1 == restartAfter)
                driver.Restart();
        }

        return Deliveries(driver.AdvanceTo(_stop), 0);
    }

    /// <summary>Runs the case until it is paused, and from its last checkpoint to the end; gives what came after the pause.</summary>
    public IReadOnlyList<SqlValue> PlayFromCheckpoint(long interval, int checkpoint)
    {
        var time = _start + (interval * checkpoint);
        var driver = Start();
        var done = Arrivals.TakeWhile(arrival => arrival.Time < time).ToList();
        foreach (var arrival in done)
            Deliver(driver, arrival);

        driver.AdvanceTo(time).Restart();
        var before = driver.Emissions.Count;
        foreach (var arrival in Arrivals.Skip(done.Count))
            Deliver(driver, arrival);

        return Deliveries(driver.AdvanceTo(_stop), before);
    }

    private RuleDriver Start() => new(_program, _streams, new RuleDriverOptions { Start = _start });

    private static void Deliver(RuleDriver driver, Arrival arrival) => driver.AdvanceTo(arrival.Time).Send(arrival.Stream, arrival.Row, arrival.Metadata);

    private List<SqlValue> Deliveries(RuleDriver driver, int from) =>
        [.. driver.Emissions.Skip(from).Where(emission => _sendsErrors || emission is not ErrorEmission).Select(static emission => SqlValue.From(new SqlArray([.. RowsOf(emission)])))];

    private static IEnumerable<SqlValue> RowsOf(Emission emission) => emission switch
    {
        RowEmission row => [SqlValue.From(row.Row)],
        CollectionEmission collection => collection.Rows.Select(static row => SqlValue.From(row)),
        ErrorEmission error => [SqlValue.From(SqlObject.FromArrays(["error"], [error.Message]))],
        _ => [],
    };

    private ImmutableArray<Arrival> ArrivalsOf(IReadOnlyList<JsonElement> sources)
    {
        var order = _program.Inputs.Select(static (input, index) => (input.Name, Rank: input.IsTable ? -1 : index)).ToDictionary(static input => input.Name, static input => input.Rank);
        return
        [
            .. sources
                .Where(source => order.ContainsKey(source.GetProperty("name").GetString()!))
                .SelectMany(source => source.GetProperty("data").EnumerateArray().Select(row => ArrivalOf(source, row)))
                .OrderBy(static arrival => arrival.Time)
                .ThenBy(arrival => order[arrival.Stream]),
        ];
    }

    private Arrival ArrivalOf(JsonElement source, JsonElement row)
    {
        var at = row.GetProperty("at");
        return new Arrival(
            at.ValueKind == JsonValueKind.Number ? at.GetInt64() : _start,
            source.GetProperty("name").GetString()!,
            CaseValue.Read(row.GetProperty("row")).AsObject(),
            source.TryGetProperty("meta", out var meta) ? CaseValue.Read(meta).AsObject() : null);
    }

    internal sealed record Arrival(long Time, string Stream, SqlObject Row, SqlObject? Metadata);
}
