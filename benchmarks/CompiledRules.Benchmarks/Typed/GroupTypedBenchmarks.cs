using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;

namespace CompiledRules.Benchmarks.Typed;

/// <summary>W2: what does a tumbling second with a thousand groups cost over C# rows?</summary>
[MemoryDiagnoser]
public class GroupTypedBenchmarks
{
    private readonly Dictionary<string, Totals> _groups = [];
    private readonly Subject<Reading> _rows = new();
    private readonly Sum<Average> _sum = new(static group => group.Mean + group.Most + group.Readings);
    private TypedRun<Average> _run = null!;

    [GlobalSetup]
    public void Setup()
    {
        _run = new TypedRun<Average>(
            "SELECT DeviceId, avg(Temperature) AS Mean, max(Humidity) AS Most, count(*) AS Readings FROM readings GROUP BY DeviceId, TUMBLINGWINDOW(ss, 1)",
            static group => group.Mean + group.Most + group.Readings);
        _rows.Buffer(Workload.Events)
            .SelectMany(static rows => rows.GroupBy(static row => row.DeviceId)
                .Select(static group => new Average(group.Key, group.Average(static row => row.Temperature), group.Max(static row => row.Humidity), group.Count())))
            .Subscribe(_sum);
        RuleBatch();
        Expect.Same(Limit(), Limit(), RuleBatch(), RulePush(), Reactive());
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Workload.Events)]
    public double Limit()
    {
        _sum.Total = 0;
        foreach (ref readonly var row in Workload.Readings.AsSpan())
        {
            ref var totals = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, row.DeviceId, out _);
            totals.Sum += row.Temperature;
            totals.Most = totals.Count++ == 0 ? row.Humidity : Math.Max(totals.Most, row.Humidity);
        }

        foreach (var (key, totals) in _groups)
            _sum.OnNext(new Average(key, totals.Sum / totals.Count, totals.Most, totals.Count));
        _groups.Clear();
        return _sum.Total;
    }

    /// <summary>The window closes when the first batch of the next run comes, so a run gives the groups of the one before.</summary>
    [Benchmark(OperationsPerInvoke = Workload.Events)]
    public double RuleBatch() => _run.Batches();

    /// <summary>The same, row by row.</summary>
    [Benchmark(OperationsPerInvoke = Workload.Events)]
    public double RulePush() => _run.Rows();

    [Benchmark(OperationsPerInvoke = Workload.Events)]
    public double Reactive()
    {
        _sum.Total = 0;
        foreach (var row in Workload.Readings)
            _rows.OnNext(row);
        return _sum.Total;
    }

    internal readonly record struct Average(string DeviceId, double Mean, double Most, long Readings);

    private struct Totals
    {
        public double Sum;
        public double Most;
        public long Count;
    }
}
