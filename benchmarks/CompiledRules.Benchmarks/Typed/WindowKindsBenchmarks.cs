using System.Globalization;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using CompiledRules.Compiler;

namespace CompiledRules.Benchmarks.Typed;

/// <summary>What does a row cost in each kind of window, with as many groups as given, beside the same sums in a dictionary by hand?</summary>
[MemoryDiagnoser]
public class WindowKindsBenchmarks
{
    private const int Rows = 200_000;

    private readonly StandingClock _clock = new();
    private readonly Sum<Average> _sum = new(static group => group.Mean ?? 0);
    private readonly Dictionary<string, (double Sum, long Count)> _groups = [];
    private Reading[] _rows = [];
    private IBatchObserver<Reading> _input = null!;

    [Params("TUMBLINGWINDOW(ss, 1)", "HOPPINGWINDOW(ss, 2, 1)", "SESSIONWINDOW(ss, 1, 1)", "COUNTWINDOW(100000)", "COUNTWINDOW(100000, 50000)")]
    public string Window { get; set; } = "";

    /// <summary>0 for no GROUP BY.</summary>
    [Params(0, 10, 1_000, 100_000)]
    public int Keys { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(42);
        var keys = Enumerable.Range(0, Math.Max(1, Keys)).Select(static key => "device-" + key.ToString("D6", CultureInfo.InvariantCulture)).ToArray();
        _rows = [.. Enumerable.Range(0, Rows).Select(i => new Reading(new string(keys[random.Next(keys.Length)]), random.Next(400) / 10d, 0, i, "ok"))];
        var (column, key) = Keys == 0 ? ("'all'", "") : ("DeviceId", "DeviceId, ");
        _input = RuleCompiler.Compile<Reading, Average>($"SELECT {column} AS DeviceId, avg(Temperature) AS Mean FROM readings GROUP BY {key}{Window}").Start(_sum, _clock);
        Rule();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Rows)]
    public double Limit()
    {
        var total = (Sum: 0d, Count: 0L);
        foreach (ref readonly var row in _rows.AsSpan())
        {
            ref var group = ref Keys == 0 ? ref total : ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, row.DeviceId, out _);
            group.Sum += row.Temperature;
            group.Count++;
        }

        var means = _groups.Sum(static group => group.Value.Sum / group.Value.Count) + total.Sum;
        _groups.Clear();
        return means;
    }

    [Benchmark(OperationsPerInvoke = Rows)]
    public double Rule()
    {
        _sum.Total = 0;
        for (var i = 0; i < Rows; i += Workload.Batch)
        {
            _clock.Now += i % 2_000 == 0 ? 10 : 0;
            _input.OnNext(_rows.AsSpan(i, Workload.Batch));
        }

        return _sum.Total;
    }

    internal readonly record struct Average(string DeviceId, double? Mean);
}
