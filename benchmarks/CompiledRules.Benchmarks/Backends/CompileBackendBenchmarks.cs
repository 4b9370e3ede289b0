using System.Globalization;
using BenchmarkDotNet.Attributes;
using CompiledRules.Compiler;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Time;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Benchmarks.Backends;

/// <summary>The time from SQL to a rule that runs, per rule, in a process that has compiled before. Every rule is a new one, and its code is, except where it says so.</summary>
[MemoryDiagnoser]
public class CompileBackendBenchmarks
{
    private const int Batch = 100;

    private readonly Catalog _catalog = new([new StreamSymbol("demo", StreamKind.Stream, [], true)], new FunctionTable(FunctionReader.BuiltIn));
    private int _number;

    [Benchmark(Baseline = true)]
    public object Instant() => RuleCompiler.Compile(Next(), _catalog);

    /// <summary>A rule that differs from others in its constants.</summary>
    [Benchmark]
    public object InstantSharingCode() => RuleCompiler.Compile(NextOfOneShape(), _catalog);

    /// <summary>From the text of the statement to its first result.</summary>
    [Benchmark]
    public long InstantToFirstRow()
    {
        var program = RuleCompiler.Compile(Next(), _catalog).Program;
        var output = new CountedRows();
        var run = program.Start(new RuleStart("", TimeProvider.System, TimeZoneInfo.Utc, new KeyedState(), new RuleTimers(0), output));
        run.Open();
        run.InputOf(0).OnNext([new Row([.. program.Inputs[0].Layout.Columns.Select(static column => column == "room" ? (SqlValue)"lab" : 30.0)], 0)]);
        return output.Count;
    }

    [Benchmark]
    public object Optimized() => RuleCompiler.Compile(Next(), _catalog, backend: RuleBackend.Optimized);

    [Benchmark(OperationsPerInvoke = Batch)]
    public object OptimizedInBatches() => RuleCompiler.CompileAll([.. Enumerable.Range(0, Batch).Select(_ => Next())], _catalog);

    private string Next() => NewCode.Statement(_number++);

    private string NextOfOneShape() => string.Create(CultureInfo.InvariantCulture, $"SELECT room, temperature * 1.8 + {_number++} AS f FROM demo WHERE temperature > 30 AND endswith(room, 'lab')");

    private sealed class CountedRows : IRuleOutput<Row>
    {
        public long Count { get; private set; }

        public void OnRows(ReadOnlySpan<Row> rows) => Count += rows.Length;

        public void OnCollection(ReadOnlySpan<Row> rows) => Count += rows.Length;

        public void OnError(RowError error) => throw new InvalidOperationException(error.Message);

        public void OnCompleted()
        {
        }
    }
}
