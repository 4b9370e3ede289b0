using CompiledRules.Runtime.Rules;

namespace CompiledRules.Benchmarks.Typed;

/// <summary>Takes results and adds up one number of each, so that none can be left out.</summary>
internal sealed class Sum<T>(Func<T, double> of) : IRuleOutput<T>, IObserver<T>
{
    public double Total { get; set; }

    public void OnNext(T value) => Total += of(value);

    public void OnRows(ReadOnlySpan<T> rows)
    {
        foreach (var row in rows)
            Total += of(row);
    }

    public void OnCollection(ReadOnlySpan<T> rows) => OnRows(rows);

    public void OnError(RowError error) => throw new InvalidOperationException(error.Message);

    public void OnError(Exception error) => throw error;

    public void OnCompleted()
    {
    }
}

/// <summary>A clock that stands until it is set; its timers never fire, since deadlines are met when the next batch comes.</summary>
internal sealed class StandingClock : TimeProvider
{
    public long Now { get; set; }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(Now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new NoTimer();

    private sealed class NoTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
