using CompiledRules.Runtime.Time;

namespace CompiledRules.Runtime.Rules;

/// <summary>The input of a rule with deadlines that has no loop of its own: rows run on their caller's thread, deadlines on the clock's, one at a time.</summary>
public sealed class TimedInput<T> : IBatchObserver<T>, IDisposable
{
    private readonly Lock _gate = new();
    private readonly IBatchObserver<T> _input;
    private readonly RuleTimers _timers;
    private readonly TimeProvider _time;
    private readonly ITimer _alarm;
    private bool _isEnded;

    /// <param name="time">The clock that deadlines are told by.</param>
    public TimedInput(IBatchObserver<T> input, RuleTimers timers, TimeProvider time)
    {
        _input = input;
        _timers = timers;
        _time = time;
        _alarm = time.CreateTimer(static self => ((TimedInput<T>)self!).OnAlarm(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lock (_gate)
            SetAlarm();
    }

    public void OnNext(ReadOnlySpan<T> batch)
    {
        lock (_gate)
        {
            if (_isEnded)
                return;

            _timers.AdvanceTo(Now());
            _input.OnNext(batch);
            SetAlarm();
        }
    }

    public void OnError(Exception error)
    {
        lock (_gate)
            _input.OnError(error);
    }

    public void OnCompleted()
    {
        lock (_gate)
        {
            _isEnded = true;
            _input.OnCompleted();
        }

        _alarm.Dispose();
    }

    /// <summary>Deadlines no longer fire, and rows are no longer taken.</summary>
    public void Dispose()
    {
        lock (_gate)
            _isEnded = true;
        _alarm.Dispose();
    }

    private void OnAlarm()
    {
        lock (_gate)
        {
            if (_isEnded)
                return;

            _timers.AdvanceTo(Now());
            SetAlarm();
        }
    }

    private void SetAlarm()
    {
        if (_timers.NextDue is { } due)
            _alarm.Change(TimeSpan.FromMilliseconds(Math.Max(0, due - Now())), Timeout.InfiniteTimeSpan);
    }

    private long Now() => _time.GetUtcNow().ToUnixTimeMilliseconds();
}
