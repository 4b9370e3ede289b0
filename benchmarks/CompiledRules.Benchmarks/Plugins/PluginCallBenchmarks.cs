using System.Reactive.Subjects;
using BenchmarkDotNet.Attributes;
using CompiledRules.Compiler;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Native;
using CompiledRules.Plugins;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Time;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Benchmarks.Plugins;

/// <summary>What a call of a plugin's function adds to a row: in a rule that is built with the application, and in rules that are compiled while a loaded plugin runs.</summary>
/// <remarks>Each rule is measured with the call and with the same arithmetic in SQL; the difference is the price of the call.</remarks>
[MemoryDiagnoser]
public partial class PluginCallBenchmarks : IRuleOutput<Row>
{
    private const int Events = 1024;
    private const string WithCall = "SELECT corrected(celsius) AS value FROM readings";
    private const string WithoutCall = "SELECT celsius * 1.02 - 0.5 AS value FROM readings";

    private readonly Row[] _rows = [.. Enumerable.Range(0, Events).Select(static i => new Row([SqlValue.From(i / 8.0)], i))];
    private readonly double[] _celsius = [.. Enumerable.Range(0, Events).Select(static i => i / 8.0)];
    private readonly Measured[] _measured = [.. Enumerable.Range(0, Events).Select(static i => new Measured(i / 8.0))];
    private readonly SqlValue[] _arguments = [SqlValue.From(20.5)];
    private readonly RuleContext _context = new("", TimeProvider.System, TimeZoneInfo.Utc, new KeyedState(), [], static _ => { });
    private NativePlugin _plugin = null!;
    private FunctionCall _adapter = null!;
    private IBatchObserver<Row> _instantCall = null!;
    private IBatchObserver<Row> _instantArithmetic = null!;
    private IBatchObserver<Row> _optimizedCall = null!;
    private IBatchObserver<Row> _optimizedArithmetic = null!;
    private readonly Subject<Measured> _builtCall = new();
    private readonly Subject<Measured> _builtArithmetic = new();
    private double _last;

    [CompiledRule("SELECT corrected(Celsius) AS Value FROM readings")]
    public static partial IObservable<Shown> ByCall(IObservable<Measured> readings);

    [CompiledRule("SELECT Celsius * 1.02 - 0.5 AS Value FROM readings")]
    public static partial IObservable<Shown> ByArithmetic(IObservable<Measured> readings);

    [GlobalSetup]
    public void Setup()
    {
        var folder = Directory.CreateTempSubdirectory("plugin-benchmarks-").FullName;
        var assembly = typeof(PluginFunctions).Assembly.Location;
        Directory.CreateDirectory(Path.Combine(folder, "package"));
        File.Copy(assembly, Path.Combine(folder, "package", Path.GetFileName(assembly)));
        _plugin = new NativePluginStore(Path.Combine(folder, "plugins")).Install(Path.Combine(folder, "package"));
        _adapter = _plugin.Manifest.Functions.Single(static function => function.Name == "corrected").Call!;
        ByCall(_builtCall).Subscribe(shown => _last = shown.Value);
        ByArithmetic(_builtArithmetic).Subscribe(shown => _last = shown.Value);
        _instantCall = Start(WithCall, RuleBackend.Instant);
        _instantArithmetic = Start(WithoutCall, RuleBackend.Instant);
        _optimizedCall = Start(WithCall, RuleBackend.Optimized);
        _optimizedArithmetic = Start(WithoutCall, RuleBackend.Optimized);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public double HandWrittenCall()
    {
        foreach (var celsius in _celsius)
            _last = PluginFunctions.Corrected(celsius);
        return _last;
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public double BuildTimeWithCall() => Push(_builtCall);

    [Benchmark(OperationsPerInvoke = Events)]
    public double BuildTimeWithArithmetic() => Push(_builtArithmetic);

    [Benchmark(OperationsPerInvoke = Events)]
    public void InstantWithCall() => _instantCall.OnNext(_rows);

    [Benchmark(OperationsPerInvoke = Events)]
    public void InstantWithArithmetic() => _instantArithmetic.OnNext(_rows);

    [Benchmark(OperationsPerInvoke = Events)]
    public void OptimizedWithCall() => _optimizedCall.OnNext(_rows);

    [Benchmark(OperationsPerInvoke = Events)]
    public void OptimizedWithArithmetic() => _optimizedArithmetic.OnNext(_rows);

    [Benchmark]
    public SqlValue AdapterWithValues() => _adapter(_context, _arguments);

    public void OnRows(ReadOnlySpan<Row> rows) => _last = rows.Length;

    public void OnCollection(ReadOnlySpan<Row> rows)
    {
    }

    public void OnError(RowError error) => throw error.Exception;

    public void OnCompleted()
    {
    }

    private double Push(Subject<Measured> readings)
    {
        foreach (var row in _measured)
            readings.OnNext(row);
        return _last;
    }

    private IBatchObserver<Row> Start(string sql, RuleBackend backend)
    {
        var stream = new StreamSymbol("readings", StreamKind.Stream, [new ColumnSymbol("celsius", SqlType.Float, IsNullable: false)], false);
        var catalog = new Catalog([stream], new FunctionTable([.. FunctionReader.BuiltIn, .. FunctionReader.Read(_plugin.Manifest)]));
        var rule = RuleCompiler.Compile(sql, catalog, extensions: [_plugin.Assembly], backend: backend);
        var run = rule.Program.Start(new RuleStart("", TimeProvider.System, TimeZoneInfo.Utc, new KeyedState(), new RuleTimers(0), this) { ReusesOutputRows = true });
        run.Open();
        return run.InputOf(0);
    }

    /// <summary>What a rule reads that is built with the benchmarks.</summary>
    public readonly record struct Measured(double Celsius);

    /// <summary>What it gives.</summary>
    public readonly record struct Shown(double Value);
}
