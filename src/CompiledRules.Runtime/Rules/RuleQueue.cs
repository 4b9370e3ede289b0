namespace CompiledRules.Runtime.Rules;

/// <summary>A bounded queue with many producers and one consumer, which takes all that waits at once.</summary>
/// <param name="capacity">Items; positive.</param>
/// <param name="isKept">Tells the items that no policy drops and that need no room; null where there are none.</param>
public sealed class RuleQueue<TItem>(int capacity, OverflowPolicy policy, Func<TItem, bool>? isKept = null) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _room = new(0);
    private readonly SemaphoreSlim _signal = new(0, 1);
    private Queue<TItem> _items = new();
    private Queue<TItem> _spare = new();
    private int _waiting;
    private bool _isCompleted;

    /// <summary>How many items the policy has dropped.</summary>
    public long DroppedCount { get; private set; }

    public int Count
    {
        get
        {
            lock (_gate)
                return _items.Count;
        }
    }

    /// <summary>Whether <see cref="Complete"/> was called and nothing waits.</summary>
    public bool IsCompleted
    {
        get
        {
            lock (_gate)
                return _isCompleted && _items.Count == 0;
        }
    }

    /// <summary>Adds an item, from any thread. Under <see cref="OverflowPolicy.Block"/> it returns when there is room.</summary>
    /// <returns>False when the queue is completed and the item was not taken.</returns>
    public bool Post(TItem item, CancellationToken cancellation = default)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_isCompleted)
                    return false;
                if (TryAdd(item))
                    break;

                _waiting++;
            }

            _room.Wait(cancellation);
        }

        Wake();
        return true;
    }

    /// <summary>Takes all that waits, or nothing. The queue returned is the caller's until the next call.</summary>
    public Queue<TItem> TakeAll()
    {
        _spare.Clear();
        lock (_gate)
        {
            (_items, _spare) = (_spare, _items);
            ReleaseWaiting();
        }

        return _spare;
    }

    /// <summary>Ends when something has been posted since the last wait, on <see cref="Wake"/> and on <see cref="Complete"/>.</summary>
    public Task WaitAsync(CancellationToken cancellation) => _signal.WaitAsync(cancellation);

    /// <summary>Makes the consumer look again.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            if (_signal.CurrentCount == 0)
                _signal.Release();
        }
    }

    /// <summary>Takes no more items; what waits can still be taken.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isCompleted = true;
            ReleaseWaiting();
        }

        Wake();
    }

    public void Dispose()
    {
        _room.Dispose();
        _signal.Dispose();
    }

    private bool TryAdd(TItem item)
    {
        if (_items.Count >= capacity && isKept?.Invoke(item) != true)
        {
            if (policy == OverflowPolicy.Block)
                return false;

            DroppedCount++;
            if (policy == OverflowPolicy.DropNewest || isKept?.Invoke(_items.Peek()) == true)
                return true;
            _items.Dequeue();
        }

        _items.Enqueue(item);
        return true;
    }

    private void ReleaseWaiting()
    {
        if (_waiting == 0)
            return;

        _room.Release(_waiting);
        _waiting = 0;
    }
}
