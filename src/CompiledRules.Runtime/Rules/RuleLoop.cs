using CompiledRules.Runtime.Time;

namespace CompiledRules.Runtime.Rules;

/// <summary>Runs a rule: one item after the other, and its deadlines between them, never two things at once.</summary>
/// <remarks>
/// Each item is stamped when it is posted. Before it is handled, the deadlines up to its stamp fire; so what a window gets depends on when rows
/// arrived, not on when the loop found time for them. The handler must not throw: what can fail in a rule fails inside it.
/// An item that the handler does not take yet stays where it is, and time with it, until <see cref="Wake"/>: the queue fills and holds up who posts.
/// </remarks>
/// <param name="time">The clock of stamps and deadlines.</param>
/// <param name="handle">
/// Called on the loop for each item in the order of posting, with its arrival in milliseconds since the Unix epoch, which never goes back.
/// Returns false where the item has to wait; it is offered again.
/// </param>
/// <param name="isKept">Tells the items that no policy drops and that need no room; null where there are none.</param>
public sealed class RuleLoop<TItem>(
    int capacity, OverflowPolicy policy, TimeProvider time, RuleTimers timers, Func<TItem, long, bool> handle, Func<TItem, bool>? isKept = null) : IAsyncDisposable
{
    private readonly RuleQueue<(TItem Item, long Arrival)> _queue = new(capacity, policy, isKept is null ? null : entry => isKept(entry.Item));
    private readonly Func<TItem, bool> _isKept = isKept ?? (static _ => false);
    private readonly CancellationTokenSource _stop = new();
    private Queue<(TItem Item, long Arrival)> _taken = new();
    private volatile bool _isWoken;
    private Task _running = Task.CompletedTask;

    public long DroppedCount => _queue.DroppedCount;

    /// <summary>Items that wait.</summary>
    public int QueuedCount => _queue.Count;

    /// <summary>Does what has become possible since <see cref="Wake"/>.</summary>
    public Action OnWake { get; init; } = static () => { };

    /// <summary>Whether there is nothing that a <see cref="Wake"/> may still come for; the loop does not end before.</summary>
    public Func<bool> IsIdle { get; init; } = static () => true;

    /// <summary>How long the loop has worked.</summary>
    public LoopTimes Times { get; } = new();

    /// <summary>Ends when the loop does; faulted by an exception of the handler, which is our bug.</summary>
    public Task Completion => _running;

    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Hands an item in, from any thread; under <see cref="OverflowPolicy.Block"/> waits for room.</summary>
    /// <returns>False when the loop has been told to end.</returns>
    public bool Post(TItem item) => _queue.Post((item, Now()), _stop.Token);

    /// <summary>Makes the loop call <see cref="OnWake"/> and offer again what had to wait; from any thread.</summary>
    public void Wake()
    {
        _isWoken = true;
        _queue.Wake();
    }

    /// <summary>Ends the loop after what has been posted is handled.</summary>
    public Task DrainAsync()
    {
        _queue.Complete();
        return _running;
    }

    /// <summary>Ends the loop before the next item.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Complete();
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _queue.Dispose();
    }

    private async Task RunAsync()
    {
        await using var alarm = time.CreateTimer(static queue => ((RuleQueue<(TItem, long)>)queue!).Wake(), _queue, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        while (!_stop.IsCancellationRequested)
        {
            LookAfterWake();
            if (HandleAll())
                continue;
            if (_queue.IsCompleted && _taken.Count == 0 && IsIdle())
                return;

            // While an item waits, nothing that is due after its arrival may happen.
            if (_taken.Count == 0)
            {
                var begin = time.GetTimestamp();
                timers.AdvanceTo(Now());
                Times.Add(time.GetElapsedTime(begin), 0);
                if (timers.NextDue is { } due)
                    alarm.Change(TimeSpan.FromMilliseconds(Math.Max(0, due - Now())), Timeout.InfiniteTimeSpan);
            }

            await _queue.WaitAsync(_stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void LookAfterWake()
    {
        if (!_isWoken)
            return;

        _isWoken = false;
        OnWake();
    }

    /// <returns>Whether something was handled.</returns>
    private bool HandleAll()
    {
        if (_taken.Count == 0)
            _taken = _queue.TakeAll();
        if (_taken.Count == 0)
            return false;

        var begin = time.GetTimestamp();
        var events = 0;

        // Taken one by one, so that what has been handled is not kept alive by the queue.
        var isSome = false;
        while (_taken.TryPeek(out var next) && !_stop.IsCancellationRequested)
        {
            timers.AdvanceTo(next.Arrival);
            if (!handle(next.Item, timers.Now))
                break;

            _taken.Dequeue();
            isSome = true;
            if (!_isKept(next.Item))
                events++;
            LookAfterWake();
        }

        Times.Add(time.GetElapsedTime(begin), events);
        return isSome;
    }

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
