using System.Reactive.Linq;
using System.Reactive.Subjects;
using BenchmarkDotNet.Attributes;

namespace CompiledRules.Benchmarks.Typed;

/// <summary>W1: what does a filter with a projection cost over C# rows? One row in four passes.</summary>
[MemoryDiagnoser]
public class FilterTypedBenchmarks
{
    private readonly Subject<Reading> _rows = new();
    private readonly Sum<Hot> _sum = new(static hot => hot.Fahrenheit);
    private IObserver<Reading> _push = null!;
    private TypedRun<Hot> _run = null!;

    [GlobalSetup]
    public void Setup()
    {
        _run = new TypedRun<Hot>(
            "SELECT DeviceId, Temperature * 1.8 + 32 AS Fahrenheit, Humidity FROM readings WHERE Temperature > 28.5 AND Status = 'ok'", static hot => hot.Fahrenheit);
        _push = new Push(_sum);
        _rows.Where(static row => row.Temperature > 28.5 && row.Status == "ok")
            .Select(static row => new Hot(row.DeviceId, (row.Temperature * 1.8) + 32, row.Humidity))
            .Subscribe(_sum);
        Expect.Same(LimitBatch(), LimitPush(), RuleBatch(), RulePush(), Reactive());
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Workload.Events)]
    public double LimitBatch()
    {
        _sum.Total = 0;
        Span<Hot> hot = new Hot[Workload.Batch];
        for (var i = 0; i < Workload.Events; i += Workload.Batch)
        {
            var count = 0;
            foreach (ref readonly var row in Workload.Readings.AsSpan(i, Workload.Batch))
            {
                if (row.Temperature > 28.5 && row.Status == "ok")
                    hot[count++] = new Hot(row.DeviceId, (row.Temperature * 1.8) + 32, row.Humidity);
            }

            _sum.OnRows(hot[..count]);
        }

        return _sum.Total;
    }

    [Benchmark(OperationsPerInvoke = Workload.Events)]
    public double LimitPush()
    {
        _sum.Total = 0;
        foreach (var row in Workload.Readings)
            _push.OnNext(row);
        return _sum.Total;
    }

    [Benchmark(OperationsPerInvoke = Workload.Events)]
    public double RuleBatch() => _run.Batches();

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

    internal readonly record struct Hot(string DeviceId, double Fahrenheit, double Humidity);

    private sealed class Push(IObserver<Hot> next) : IObserver<Reading>
    {
        public void OnNext(Reading value)
        {
            if (value.Temperature > 28.5 && value.Status == "ok")
                next.OnNext(new Hot(value.DeviceId, (value.Temperature * 1.8) + 32, value.Humidity));
        }

        public void OnError(Exception error) => next.OnError(error);

        public void OnCompleted() => next.OnCompleted();
    }
}
