using CompiledRules.Runtime.Time;

namespace CompiledRules.Runtime.Rules;

/// <summary>Runs a rule: one item after the other, and its deadlines between them, never two things at once.</summary>
/// <remarks>
/// Each item is stamped when it is posted. Before it is handled, the deadlines up to its stamp fire; so what a window gets depends on when rows
/// arrived, not on when the loop found time for them. The handler must not throw: what can fail in a rule fails inside it.
/// </remarks>
/// <param name="time">The clock of stamps and deadlines.</param>
/// <param name="handle">Called on the loop for each item in the order of posting, with its arrival in milliseconds since the Unix epoch, which never goes back.</param>
/// <param name="isKept">Tells the items that no policy drops and that need no room; null where there are none.</param>
public sealed class RuleLoop<TItem>(
    int capacity, OverflowPolicy policy, TimeProvider time, RuleTimers timers, Action<TItem, long> handle, Func<TItem, bool>? isKept = null) : IAsyncDisposable
{
    private readonly RuleQueue<(TItem Item, long Arrival)> _queue = new(capacity, policy, isKept is null ? null : entry => isKept(entry.Item));
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public long DroppedCount => _queue.DroppedCount;

    /// <summary>Items that wait.</summary>
    public int QueuedCount => _queue.Count;

    /// <summary>Ends when the loop does; faulted by an exception of the handler, which is our bug.</summary>
    public Task Completion => _running;

    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Hands an item in, from any thread; under <see cref="OverflowPolicy.Block"/> waits for room.</summary>
    /// <returns>False when the loop has been told to end.</returns>
    public bool Post(TItem item) => _queue.Post((item, Now()), _stop.Token);

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
            if (HandleAll())
                continue;
            if (_queue.IsCompleted)
                return;

            timers.AdvanceTo(Now());
            if (timers.NextDue is { } due)
                alarm.Change(TimeSpan.FromMilliseconds(Math.Max(0, due - Now())), Timeout.InfiniteTimeSpan);

            await _queue.WaitAsync(_stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool HandleAll()
    {
        var items = _queue.TakeAll();
        var isEmpty = items.Count == 0;

        // Taken one by one, so that what has been handled is not kept alive by the queue.
        while (items.TryDequeue(out var next) && !_stop.IsCancellationRequested)
        {
            timers.AdvanceTo(next.Arrival);
            handle(next.Item, timers.Now);
        }

        return !isEmpty;
    }

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
