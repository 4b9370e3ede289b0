using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using CompiledRules.Compiler;
using CompiledRules.Runtime.Matching;
using CompiledRules.Runtime.Rules;

namespace CompiledRules.Benchmarks.Many;

/// <summary>W5: what do many rules on one stream of C# rows cost, when an event hits 31 or 0.6 of them?</summary>
[MemoryDiagnoser]
public class ManyRulesTypedBenchmarks
{
    private const int MostForReactive = 1_000;

    private readonly Subject<Reading> _rows = new();
    private readonly Hits _hits = new();
    private IObserver<Reading> _limit = null!;
    private IBatchObserver<Reading> _set = null!;
    private (Func<Reading, bool> Condition, int Rule)[] _delegates = [];

    [Params(100, 1_000, 10_000)]
    public int Rules { get; set; }

    [Params(false, true)]
    public bool IsSparse { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var thresholds = Thresholds.Of(Rules, IsSparse);
        _limit = new SortedThresholds(thresholds, _hits);
        _set = RuleCompiler.CompileSet<Reading, Alarm>(Thresholds.Statements(thresholds, "DeviceId, Temperature", "Temperature", "readings")).Start(_hits);
        _delegates = [.. thresholds.Select(static (threshold, rule) => (new Func<Reading, bool>(row => row.Temperature > threshold), rule))];
        foreach (var (threshold, rule) in thresholds.Take(MostForReactive).Select(static (threshold, rule) => (threshold, rule)))
            _rows.Where(row => row.Temperature > threshold).Select(static row => new Alarm(row.DeviceId, row.Temperature)).Subscribe(alarm => _hits.OnNext(rule, alarm));
        if (Math.Abs(LimitPush() - RulesPush()) > 1e-3 || Math.Abs(LimitPush() - RulesBatch()) > 1e-3)
            throw new InvalidOperationException($"The contenders disagree: {LimitPush()}, {RulesPush()}, {RulesBatch()}");
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Workload.Events)]
    public double LimitPush()
    {
        _hits.Total = 0;
        foreach (var row in Workload.Readings)
            _limit.OnNext(row);
        return _hits.Total;
    }

    [Benchmark(OperationsPerInvoke = Workload.Events)]
    public double RulesPush()
    {
        _hits.Total = 0;
        foreach (ref readonly var row in Workload.Readings.AsSpan())
            _set.OnNext(MemoryMarshal.CreateReadOnlySpan(in row, 1));
        return _hits.Total;
    }

    [Benchmark(OperationsPerInvoke = Workload.Events)]
    public double RulesBatch()
    {
        _hits.Total = 0;
        for (var i = 0; i < Workload.Events; i += Workload.Batch)
            _set.OnNext(Workload.Readings.AsSpan(i, Workload.Batch));
        return _hits.Total;
    }

    [Benchmark(OperationsPerInvoke = Workload.Events)]
    public double Delegates()
    {
        _hits.Total = 0;
        foreach (var row in Workload.Readings)
        {
            foreach (var (condition, rule) in _delegates)
            {
                if (condition(row))
                    _hits.OnNext(rule, new Alarm(row.DeviceId, row.Temperature));
            }
        }

        return _hits.Total;
    }

    /// <summary>A thousand rules at most, the one hundredth part of the events.</summary>
    [Benchmark(OperationsPerInvoke = Workload.Events / 100)]
    public double Reactive()
    {
        _hits.Total = 0;
        foreach (var row in Workload.Readings.AsSpan(0, Workload.Events / 100))
            _rows.OnNext(row);
        return _hits.Total;
    }

    internal readonly record struct Alarm(string DeviceId, double Temperature);

    private interface IHits
    {
        void OnNext(int rule, Alarm alarm);
    }

    private sealed class Hits : IHits, IRuleSetOutput<Alarm>
    {
        public double Total { get; set; }

        public void OnNext(int rule, Alarm alarm) => Total += rule + alarm.Temperature;

        public void OnRow(ReadOnlySpan<int> rules, Alarm row)
        {
            foreach (var rule in rules)
                OnNext(rule, row);
        }

        public void OnCollection(int rule, ReadOnlySpan<Alarm> rows) => throw new InvalidOperationException("No rule here gives collections");

        public void OnError(int rule, RowError error) => throw new InvalidOperationException(error.Message);

        public void OnCompleted()
        {
        }
    }

    /// <summary>The limit: hits are a prefix of the thresholds in order.</summary>
    private sealed class SortedThresholds(double[] thresholds, IHits next) : IObserver<Reading>
    {
        public void OnNext(Reading value)
        {
            var alarm = new Alarm(value.DeviceId, value.Temperature);
            for (var rule = 0; rule < thresholds.Length && thresholds[rule] < value.Temperature; rule++)
                next.OnNext(rule, alarm);
        }

        public void OnError(Exception error) => throw error;

        public void OnCompleted()
        {
        }
    }
}
