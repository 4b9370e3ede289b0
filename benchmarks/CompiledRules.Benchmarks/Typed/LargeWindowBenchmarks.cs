using BenchmarkDotNet.Attributes;
using CompiledRules.Compiler;

namespace CompiledRules.Benchmarks.Typed;

/// <summary>Does a row cost the same whether a window has a thousand keys or rows, or a million?</summary>
[MemoryDiagnoser]
public class LargeWindowBenchmarks
{
    private const int Rows = 1_000_000;

    private readonly StandingClock _groupClock = new();
    private readonly StandingClock _slideClock = new();
    private IBatchObserver<Measured> _groups = null!;
    private IBatchObserver<Measured> _slide = null!;
    private Measured[] _measured = [];

    [Params(1_000, 1_000_000)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(42);
        _measured = [.. Enumerable.Range(0, Rows).Select(_ => new Measured(random.Next(Size), random.Next(400)))];
        var sum = new Sum<Mean>(static mean => mean.Value ?? 0);
        _groups = RuleCompiler.Compile<Measured, Mean>("SELECT avg(Value) AS Value FROM readings GROUP BY Device, TUMBLINGWINDOW(ss, 1)").Start(sum, _groupClock);
        _slide = RuleCompiler.Compile<Measured, Mean>($"SELECT avg(Value) AS Value FROM readings GROUP BY SLIDINGWINDOW(ms, {Size})").Start(sum, _slideClock);
    }

    /// <summary>A tumbling window of so many keys.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Rows)]
    public long TumblingKeys()
    {
        for (var i = 0; i < Rows; i += Workload.Batch)
            _groups.OnNext(_measured.AsSpan(i, Workload.Batch));
        return _groupClock.Now += 1_000;
    }

    /// <summary>A sliding window of so many rows, which gives a mean for each row.</summary>
    [Benchmark(OperationsPerInvoke = Rows)]
    public long SlidingRows()
    {
        for (var i = 0; i < Rows; i++)
        {
            _slideClock.Now++;
            _slide.OnNext(_measured.AsSpan(i, 1));
        }

        return _slideClock.Now;
    }

    internal readonly record struct Measured(long Device, double Value);

    internal readonly record struct Mean(double? Value);
}
