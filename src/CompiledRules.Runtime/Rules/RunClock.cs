using CompiledRules.Runtime.Time;

namespace CompiledRules.Runtime.Rules;

/// <summary>
/// The deadlines and calls of a run that has no loop of its own: rows come on their callers' threads, deadlines on the clock's, what has waited for a call
/// goes on on that of its end, and one waits for the other.
/// </summary>
public sealed class RunClock : IDisposable
{
    private readonly Lock _gate = new();
    private readonly RuleTimers _timers;
    private readonly TimeProvider _time;
    private readonly ITimer _alarm;
    private readonly CancellationTokenSource _stop = new();
    private readonly ManualResetEventSlim _hasRoom = new(true);
    private IRuleRun? _run;
    private long _now;
    private long _due = RuleTimers.NoDeadline;
    private bool _isEnded;
    private bool _isStopped;

    /// <param name="timers">Those of the run.</param>
    /// <param name="time">The clock that deadlines are told by.</param>
    public RunClock(RuleTimers timers, TimeProvider time)
    {
        _timers = timers;
        _time = time;
        _alarm = time.CreateTimer(static self => ((RunClock)self!).OnAlarm(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Signalled by <see cref="Dispose"/>, for the calls of the run.</summary>
    public CancellationToken Cancellation => _stop.Token;

    /// <summary>Sets the first deadline, when the run has begun.</summary>
    public void Start(IRuleRun run)
    {
        lock (_gate)
        {
            _run = run;
            _now = Now();
            SetAlarm();
        }
    }

    /// <summary>Lets go what has waited for calls that have ended; from any thread.</summary>
    public void Resume()
    {
        lock (_gate)
        {
            if (_isStopped || _run is null)
                return;

            _now = Now();
            if (!_isEnded)
                _timers.AdvanceTo(_now);
            _run.Resume();
            Rest();
        }
    }

    /// <summary>Returns when the run takes more rows: the only way to hold up an observable is not to return.</summary>
    public void WaitForRoom() => _hasRoom.Wait();

    /// <summary>Begins a turn of the caller: deadlines until now have fired. <see cref="Exit"/> ends it.</summary>
    /// <returns>False, without a turn, where the run has ended.</returns>
    public bool TryEnter()
    {
        _gate.Enter();
        if (!_isEnded)
        {
            _now = Now();
            _timers.AdvanceTo(_now);
            if (!_isEnded)
                return true;
        }

        _gate.Exit();
        return false;
    }

    public void Exit()
    {
        Rest();
        _gate.Exit();
    }

    /// <summary>Deadlines no longer fire, and rows are no longer taken; those that wait for calls still go on.</summary>
    public void End()
    {
        lock (_gate)
            _isEnded = true;
        _alarm.Dispose();
    }

    /// <summary>Ends, and cancels the calls that are under way.</summary>
    public void Dispose()
    {
        lock (_gate)
            _isStopped = true;
        End();
        _stop.Cancel();
        _hasRoom.Set();
    }

    private void OnAlarm()
    {
        if (!TryEnter())
            return;

        // It may have come a little early: then the deadline still stands.
        _due = RuleTimers.NoDeadline;
        Exit();
    }

    private void Rest()
    {
        if (!_isEnded && _timers.Next != _due)
            SetAlarm();
        if (_run is null or { HasRoom: true })
            _hasRoom.Set();
        else
            _hasRoom.Reset();
    }

    private void SetAlarm()
    {
        _due = _timers.Next;
        if (_due != RuleTimers.NoDeadline)
            _alarm.Change(TimeSpan.FromMilliseconds(Math.Max(0, _due - _now)), Timeout.InfiniteTimeSpan);
    }

    private long Now() => _time.GetUtcNow().ToUnixTimeMilliseconds();
}
