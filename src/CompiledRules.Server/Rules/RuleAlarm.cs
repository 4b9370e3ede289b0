namespace CompiledRules.Server.Rules;

/// <summary>Calls something at a time, however far away; one call at a time is set. May be used from any thread.</summary>
internal sealed class RuleAlarm(TimeProvider time)
{
    // Timers do not reach further than some weeks, and a clock may be set meanwhile.
    private static readonly TimeSpan s_step = TimeSpan.FromHours(12);

    private readonly Lock _gate = new();
    private ITimer? _timer;

    public void Set(DateTimeOffset at, Action call)
    {
        lock (_gate)
        {
            _timer?.Dispose();
            var pause = at - time.GetUtcNow();
            var isLast = pause <= s_step;
            _timer = time.CreateTimer(
                _ =>
                {
                    if (isLast)
                        call();
                    else
                        Set(at, call);
                },
                null,
                isLast ? TimeSpan.FromTicks(Math.Max(0, pause.Ticks)) : s_step,
                Timeout.InfiniteTimeSpan);
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
        }
    }
}
