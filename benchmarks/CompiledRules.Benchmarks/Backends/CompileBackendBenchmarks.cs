using System.Globalization;
using BenchmarkDotNet.Attributes;
using CompiledRules.Compiler;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Benchmarks.Backends;

/// <summary>The time from SQL to a rule that runs, per rule, in a process that has compiled before. Every rule is a new one.</summary>
[MemoryDiagnoser]
public class CompileBackendBenchmarks
{
    private const int Batch = 100;

    private readonly Catalog _catalog = new([new StreamSymbol("demo", StreamKind.Stream, [], true)], new FunctionTable(FunctionReader.BuiltIn));
    private int _number;

    [Benchmark(Baseline = true)]
    public object Instant() => RuleCompiler.Compile(Next(), _catalog);

    [Benchmark]
    public object Optimized() => RuleCompiler.Compile(Next(), _catalog, backend: RuleBackend.Optimized);

    [Benchmark(OperationsPerInvoke = Batch)]
    public object OptimizedInBatches() => RuleCompiler.CompileAll([.. Enumerable.Range(0, Batch).Select(_ => Next())], _catalog);

    private string Next() => string.Create(CultureInfo.InvariantCulture, $"SELECT room, temperature * 1.8 + {_number++} AS f FROM demo WHERE temperature > 30 AND endswith(room, 'lab')");
}
