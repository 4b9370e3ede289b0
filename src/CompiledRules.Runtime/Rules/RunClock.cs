using CompiledRules.Runtime.Time;

namespace CompiledRules.Runtime.Rules;

/// <summary>The deadlines of a run that has no loop of its own: rows come on their callers' threads, deadlines on the clock's, and one waits for the other.</summary>
public sealed class RunClock : IDisposable
{
    private readonly Lock _gate = new();
    private readonly RuleTimers _timers;
    private readonly TimeProvider _time;
    private readonly ITimer _alarm;
    private bool _isEnded;

    /// <param name="timers">Those of the run.</param>
    /// <param name="time">The clock that deadlines are told by.</param>
    public RunClock(RuleTimers timers, TimeProvider time)
    {
        _timers = timers;
        _time = time;
        _alarm = time.CreateTimer(static self => ((RunClock)self!).OnAlarm(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Sets the first deadline, when the run has begun.</summary>
    public void Start()
    {
        lock (_gate)
            SetAlarm();
    }

    /// <summary>Begins a turn of the caller: deadlines until now have fired. <see cref="Exit"/> ends it.</summary>
    /// <returns>False, without a turn, where the run has ended.</returns>
    public bool TryEnter()
    {
        _gate.Enter();
        if (!_isEnded)
        {
            _timers.AdvanceTo(Now());
            if (!_isEnded)
                return true;
        }

        _gate.Exit();
        return false;
    }

    public void Exit()
    {
        if (!_isEnded)
            SetAlarm();
        _gate.Exit();
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
        if (TryEnter())
            Exit();
    }

    private void SetAlarm()
    {
        if (_timers.NextDue is { } due)
            _alarm.Change(TimeSpan.FromMilliseconds(Math.Max(0, due - Now())), Timeout.InfiniteTimeSpan);
    }

    private long Now() => _time.GetUtcNow().ToUnixTimeMilliseconds();
}
