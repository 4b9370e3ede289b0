using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;

namespace CompiledRules.Benchmarks.Typed;

/// <summary>W3: what do ten seconds every second with a thousand groups cost over C# rows?</summary>
[MemoryDiagnoser]
public class HoppingTypedBenchmarks
{
    private const int Panes = 10;

    private readonly Dictionary<string, int> _slots = [];
    private readonly (double Sum, long Count)[,] _panes = new (double, long)[Panes, Workload.Keys];
    private readonly Sum<Average> _sum = new(static group => group.Mean);
    private TypedRun<Average> _run = null!;
    private int _pane;

    [GlobalSetup]
    public void Setup()
    {
        _run = new TypedRun<Average>("SELECT DeviceId, avg(Temperature) AS Mean FROM readings GROUP BY DeviceId, HOPPINGWINDOW(ss, 10, 1)", static group => group.Mean);
        for (var i = 0; i <= Panes; i++)
        {
            Limit();
            RuleBatch();
        }

        Expect.Same(Limit(), RuleBatch());
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Workload.Events)]
    public double Limit()
    {
        _sum.Total = 0;
        var pane = _pane++ % Panes;
        MemoryMarshal.CreateSpan(ref _panes[pane, 0], Workload.Keys).Clear();
        foreach (ref readonly var row in Workload.Readings.AsSpan())
        {
            ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_slots, row.DeviceId, out var isKnown);
            if (!isKnown)
                slot = _slots.Count - 1;
            ref var totals = ref _panes[pane, slot];
            totals.Sum += row.Temperature;
            totals.Count++;
        }

        foreach (var (key, slot) in _slots)
            Close(key, slot);
        return _sum.Total;
    }

    /// <summary>The window closes when the first batch of the next run comes, so a run gives the groups of the one before.</summary>
    [Benchmark(OperationsPerInvoke = Workload.Events)]
    public double RuleBatch() => _run.Batches();

    private void Close(string key, int slot)
    {
        var (sum, count) = (0d, 0L);
        for (var pane = 0; pane < Panes; pane++)
        {
            sum += _panes[pane, slot].Sum;
            count += _panes[pane, slot].Count;
        }

        if (count > 0)
            _sum.OnNext(new Average(key, sum / count));
    }

    internal readonly record struct Average(string DeviceId, double Mean);
}
