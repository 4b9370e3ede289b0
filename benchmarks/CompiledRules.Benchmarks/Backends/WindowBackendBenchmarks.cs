using BenchmarkDotNet.Attributes;
using CompiledRules.Compiler;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Time;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Benchmarks.Backends;

/// <summary>The cost of one event, per back end, where functions are called for each row rather than looping over a batch: groups of windows, history, joins.</summary>
[MemoryDiagnoser]
public class WindowBackendBenchmarks
{
    private const int Events = 10_000;

    private readonly Catalog _catalog = new(
        [new StreamSymbol("demo", StreamKind.Stream, [new("k", SqlType.BigInt), new("x", SqlType.Float)], false), new StreamSymbol("other", StreamKind.Stream, [new("k", SqlType.BigInt), new("y", SqlType.Float)], false)],
        new FunctionTable(FunctionReader.BuiltIn));

    private readonly Row[] _batch = new Row[100];
    private IRuleProgram _program = null!;
    private RuleTimers _timers = null!;
    private IRuleRun _run = null!;
    private long _number;

    [Params("group", "lag", "sliding", "join")]
    public string Shape { get; set; } = "group";

    [Params(RuleBackend.Instant, RuleBackend.Optimized)]
    public RuleBackend Backend { get; set; }

    [GlobalSetup]
    public void Start()
    {
        var sql = Shape switch
        {
            "group" => "SELECT k, count(*) AS c, avg(x) AS a, max(x * 2 + 1) AS m FROM demo WHERE x > 3 GROUP BY k, TUMBLINGWINDOW(ss, 1)",
            "lag" => "SELECT k, x - lag(x) OVER (PARTITION BY k) AS d FROM demo WHERE x > 3",
            "sliding" => "SELECT avg(x) AS a FROM demo GROUP BY SLIDINGWINDOW(ms, 20) OVER (WHEN k = 7)",
            _ => "SELECT demo.k, x + y AS s FROM demo INNER JOIN other ON demo.k = other.k AND x > y GROUP BY TUMBLINGWINDOW(ms, 100)",
        };
        _program = RuleCompiler.Compile(sql, _catalog, backend: Backend).Program;
        _timers = new RuleTimers(0);
        _run = _program.Start(new RuleStart("", TimeProvider.System, TimeZoneInfo.Utc, new KeyedState(), _timers, new NoOutput()));
        _run.Open();
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public void PerEvent()
    {
        for (var sent = 0; sent < Events; sent += _batch.Length)
        {
            for (var i = 0; i < _batch.Length; i++, _number++)
                _batch[i] = new Row([_number % 97, _number % 31 * 0.5], _number / 10);
            _timers.AdvanceTo(_number / 10);
            _run.InputOf((int)(_number / _batch.Length % _program.Inputs.Length)).OnNext(_batch);
        }
    }

    private sealed class NoOutput : IRuleOutput<Row>
    {
        public void OnRows(ReadOnlySpan<Row> rows)
        {
        }

        public void OnCollection(ReadOnlySpan<Row> rows)
        {
        }

        public void OnError(RowError error) => throw new InvalidOperationException(error.Message);

        public void OnCompleted()
        {
        }
    }
}
