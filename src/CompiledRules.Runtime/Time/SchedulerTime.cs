using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace CompiledRules.Runtime.Time;

/// <summary>A scheduler of Rx as a clock: virtual time included.</summary>
public sealed class SchedulerTime(IScheduler scheduler) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => scheduler.Now.ToUniversalTime();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(scheduler, callback, state);
        alarm.Change(dueTime, period);
        return alarm;
    }

    private sealed class Alarm(IScheduler scheduler, TimerCallback callback, object? state) : ITimer
    {
        private readonly SerialDisposable _waiting = new();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _waiting.Disposable = dueTime == Timeout.InfiniteTimeSpan ? Disposable.Empty : scheduler.Schedule(dueTime, () => Fire(period));
            return !_waiting.IsDisposed;
        }

        public void Dispose() => _waiting.Dispose();

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Fire(TimeSpan period)
        {
            if (period > TimeSpan.Zero)
                Change(period, period);
            callback(state);
        }
    }
}
