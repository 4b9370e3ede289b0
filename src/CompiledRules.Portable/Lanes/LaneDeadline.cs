namespace CompiledRules.Portable.Lanes;

/// <summary>One timer for all deadlines of a lane. It is left running when a call ends in time, so that a call costs no timer.</summary>
/// <remarks>Used under the lane's lock; the callback comes without it.</remarks>
internal sealed class LaneDeadline : IDisposable
{
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Action<long> _onDue;
    private long _due = long.MaxValue;

    /// <param name="onDue">Given the time stamp now.</param>
    public LaneDeadline(TimeProvider time, Action<long> onDue)
    {
        _time = time;
        _onDue = onDue;
        _timer = time.CreateTimer(static state => ((LaneDeadline)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The time stamp that lies <paramref name="delay"/> ahead; the timer is set to fire no later than that.</summary>
    public long In(TimeSpan delay)
    {
        var deadline = _time.GetTimestamp() + (long)(delay.TotalSeconds * _time.TimestampFrequency);
        Rearm(deadline);
        return deadline;
    }

    public void Rearm(long deadline)
    {
        if (deadline >= Volatile.Read(ref _due))
            return;

        Volatile.Write(ref _due, deadline);
        var delay = _time.GetElapsedTime(_time.GetTimestamp(), deadline);
        // A timer counts whole milliseconds and must not fire early.
        _timer.Change(TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(delay.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private void OnTimer()
    {
        Volatile.Write(ref _due, long.MaxValue);
        _onDue(_time.GetTimestamp());
    }
}
