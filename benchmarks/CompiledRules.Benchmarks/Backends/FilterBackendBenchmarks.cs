using System.Reactive.Linq;
using System.Reactive.Subjects;
using BenchmarkDotNet.Attributes;
using CompiledRules.Compiler;

namespace CompiledRules.Benchmarks.Backends;

/// <summary>The cost of one event through <c>WHERE</c> and a projection over C# rows: the same rule by hand, in plain Rx and on each back end.</summary>
[MemoryDiagnoser]
public partial class FilterBackendBenchmarks
{
    public const string Sql = "SELECT Room, Temperature * 1.8 + 32 AS Fahrenheit FROM readings WHERE Temperature BETWEEN 30 AND 45 AND endswith(Room, 'lab')";

    private const int Events = 1_000;

    private readonly Reading[] _rows = [.. Enumerable.Range(0, Events).Select(static i => new Reading { Room = i % 3 == 0 ? "hall" : "wetlab", Temperature = i % 60, Sequence = i })];
    private readonly Counter _counter = new();
    private Subject<Reading> _handWritten = null!;
    private Subject<Reading> _rx = null!;
    private Subject<Reading> _buildTime = null!;
    private Subject<Reading> _instant = null!;
    private Subject<Reading> _optimized = null!;
    private IBatchObserver<Reading> _instantBatch = null!;
    private IBatchObserver<Reading> _optimizedBatch = null!;

    [CompiledRule(Sql)]
    public static partial IObservable<Hot> Hot(IObservable<Reading> readings);

    [GlobalSetup]
    public void Connect()
    {
        _handWritten = Connect(static rows => new HandWritten(rows));
        _rx = Connect(static rows => rows
            .Where(static row => row.Temperature is >= 30 and <= 45 && row.Room.EndsWith("lab", StringComparison.Ordinal))
            .Select(static row => new Hot(row.Room, row.Temperature * 1.8 + 32)));
        _buildTime = Connect(Hot);
        var instant = RuleCompiler.Compile<Reading, Hot>(Sql);
        var optimized = RuleCompiler.Compile<Reading, Hot>(Sql, backend: RuleBackend.Optimized);
        _instant = Connect(instant.AsOperator());
        _optimized = Connect(optimized.AsOperator());
        _instantBatch = instant.Start(_counter);
        _optimizedBatch = optimized.Start(_counter);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public double FusedObserverByHand() => Push(_handWritten);

    [Benchmark(OperationsPerInvoke = Events)]
    public double PlainRx() => Push(_rx);

    [Benchmark(OperationsPerInvoke = Events)]
    public double BuildTime() => Push(_buildTime);

    [Benchmark(OperationsPerInvoke = Events)]
    public double Instant() => Push(_instant);

    [Benchmark(OperationsPerInvoke = Events)]
    public double Optimized() => Push(_optimized);

    [Benchmark(OperationsPerInvoke = Events)]
    public double InstantInBatches() => Push(_instantBatch);

    [Benchmark(OperationsPerInvoke = Events)]
    public double OptimizedInBatches() => Push(_optimizedBatch);

    private Subject<Reading> Connect(Func<IObservable<Reading>, IObservable<Hot>> rule)
    {
        var subject = new Subject<Reading>();
        rule(subject).Subscribe(_counter);
        return subject;
    }

    private double Push(Subject<Reading> subject)
    {
        foreach (var row in _rows)
            subject.OnNext(row);
        return _counter.Sum;
    }

    private double Push(IBatchObserver<Reading> input)
    {
        input.OnNext(_rows);
        return _counter.Sum;
    }

    private sealed class HandWritten(IObservable<Reading> source) : IObservable<Hot>
    {
        public IDisposable Subscribe(IObserver<Hot> observer) => source.Subscribe(new Sink(observer));

        private sealed class Sink(IObserver<Hot> observer) : IObserver<Reading>
        {
            public void OnNext(Reading value)
            {
                if (value.Temperature is >= 30 and <= 45 && value.Room.EndsWith("lab", StringComparison.Ordinal))
                    observer.OnNext(new Hot(value.Room, value.Temperature * 1.8 + 32));
            }

            public void OnError(Exception error) => observer.OnError(error);

            public void OnCompleted() => observer.OnCompleted();
        }
    }
}
