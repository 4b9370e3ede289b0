using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;

namespace CompiledRules.Benchmarks.Typed;

/// <summary>W7: what does a look back, per device, cost over C# rows?</summary>
[MemoryDiagnoser]
public class HistoryTypedBenchmarks
{
    private readonly Dictionary<string, double> _before = [];
    private readonly Sum<Step> _sum = new(static step => step.Now + step.Before);
    private TypedRun<Step> _run = null!;

    [GlobalSetup]
    public void Setup()
    {
        _run = new TypedRun<Step>(
            "SELECT DeviceId, Temperature AS Now, lag(Temperature, 1, 0.0) OVER (PARTITION BY DeviceId) AS Before FROM readings", static step => step.Now + step.Before);
        Expect.Same(Limit(), RuleBatch());
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Workload.Events)]
    public double Limit()
    {
        _sum.Total = 0;
        foreach (ref readonly var row in Workload.Readings.AsSpan())
        {
            ref var before = ref CollectionsMarshal.GetValueRefOrAddDefault(_before, row.DeviceId, out _);
            _sum.OnNext(new Step(row.DeviceId, row.Temperature, before));
            before = row.Temperature;
        }

        return _sum.Total;
    }

    [Benchmark(OperationsPerInvoke = Workload.Events)]
    public double RuleBatch() => _run.Batches();

    [Benchmark(OperationsPerInvoke = Workload.Events)]
    public double RulePush() => _run.Rows();

    internal readonly record struct Step(string DeviceId, double Now, double Before);
}
