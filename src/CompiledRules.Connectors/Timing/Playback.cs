namespace CompiledRules.Connectors.Timing;

/// <summary>Hands the items of a sequence to an observer: at a pace, or as fast as they are taken.</summary>
/// <remarks>
/// Items come on the clock's timer thread, one at a time. Their times are multiples of the pace from the first item on, so that a slow observer does not
/// shift those that follow. Disposal does not wait for an observer that is busy.
/// </remarks>
internal sealed class Playback<T> : IDisposable
{
    private const int Idle = 0;
    private const int Running = 1;
    private const int Disposed = 2;

    // What is empty and repeats must not spin.
    private static readonly TimeSpan s_pauseOfEmpty = TimeSpan.FromSeconds(1);

    private readonly IObserver<T> _observer;
    private readonly Func<IEnumerable<T>> _read;
    private readonly PlaybackPlan _plan;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private IEnumerator<T>? _items;
    private DateTimeOffset _due;
    private bool _isEmpty;
    private int _state;

    private Playback(IObserver<T> observer, Func<IEnumerable<T>> read, PlaybackPlan plan, TimeProvider time)
    {
        _observer = observer;
        _read = read;
        _plan = plan;
        _time = time;
        _due = time.GetUtcNow();
        _timer = time.CreateTimer(static playback => ((Playback<T>)playback!).Step(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <param name="read">Opens the sequence; called again for each repetition. An <see cref="IOException"/> goes to the observer's <c>OnError</c>.</param>
    public static Playback<T> Start(IObserver<T> observer, Func<IEnumerable<T>> read, PlaybackPlan plan, TimeProvider time)
    {
        var playback = new Playback<T>(observer, read, plan, time);
        playback._timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        return playback;
    }

    public void Dispose()
    {
        _timer.Dispose();
        if (Interlocked.Exchange(ref _state, Disposed) == Idle)
            _items?.Dispose();
    }

    private void Step()
    {
        if (Interlocked.CompareExchange(ref _state, Running, Idle) != Idle)
            return;

        var wait = Advance();
        if (Interlocked.CompareExchange(ref _state, Idle, Running) == Disposed)
            _items?.Dispose();
        else if (wait is { } delay)
            Schedule(delay);
    }

    private void Schedule(TimeSpan delay)
    {
        _due += delay;
        var remaining = _due - _time.GetUtcNow();
        try
        {
            _timer.Change(remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // Disposed between the step and here; nothing is left to schedule.
        }
    }

    // Null at the end.
    private TimeSpan? Advance()
    {
        try
        {
            while (Volatile.Read(ref _state) == Running)
            {
                if (_items is null)
                {
                    _items = _read().GetEnumerator();
                    _isEmpty = true;
                }

                if (_items.MoveNext())
                {
                    _isEmpty = false;
                    _observer.OnNext(_items.Current);
                    if (_plan.Pace > TimeSpan.Zero)
                        return _plan.Pace;

                    continue;
                }

                _items.Dispose();
                _items = null;
                if (_plan.Repeat is not { } pause)
                {
                    _observer.OnCompleted();
                    return null;
                }

                if (pause > TimeSpan.Zero || _isEmpty)
                    return pause > TimeSpan.Zero ? pause : s_pauseOfEmpty;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _observer.OnError(exception);
        }

        return null;
    }
}

/// <param name="Pace">From one item to the next; zero for as fast as they are taken.</param>
/// <param name="Repeat">From the end to the next reading; null for one reading only.</param>
internal readonly record struct PlaybackPlan(TimeSpan Pace, TimeSpan? Repeat);
