namespace CompiledRules.Hosting.Output;

/// <summary>Results on their way to one sink: the rule's loop adds, the sink's writer takes.</summary>
/// <param name="capacity">Results; positive.</param>
/// <param name="overflow">What becomes of a result that finds no room.</param>
internal sealed class SinkQueue(int capacity, SinkOverflow overflow) : IDisposable
{
    private readonly object _gate = new();
    private readonly SemaphoreSlim _signal = new(0, 1);
    private readonly Queue<SinkItem> _items = new();
    private readonly List<IReadOnlyList<SqlObject>> _taken = [];
    private bool _isAway;
    private bool _isCompleted;
    private long _dropped;

    public long DroppedCount => Interlocked.Read(ref _dropped);

    public bool IsAway
    {
        get
        {
            lock (_gate)
                return _isAway;
        }
    }

    public int Count
    {
        get
        {
            lock (_gate)
                return _items.Count;
        }
    }

    /// <summary>Adds a result, waiting for room where it has to.</summary>
    public void Post(IReadOnlyList<SqlObject> result)
    {
        lock (_gate)
        {
            while (_items.Count >= capacity && !_isCompleted && (overflow == SinkOverflow.Wait || (overflow == SinkOverflow.WaitUnlessAway && !_isAway)))
                Monitor.Wait(_gate);
            if (_isCompleted)
            {
                _dropped++;
                return;
            }

            if (_items.Count >= capacity)
            {
                _dropped++;
                if (overflow == SinkOverflow.DropNewest)
                    return;
                _items.Dequeue();
            }

            _items.Enqueue(new SinkItem(result));
            Signal();
        }
    }

    /// <summary>Adds an item whether there is room or not.</summary>
    public void PostUrgent(SinkItem item)
    {
        lock (_gate)
        {
            _items.Enqueue(item);
            Signal();
        }
    }

    /// <summary>The next item, or null when the queue is completed and empty.</summary>
    public ValueTask<SinkItem?> TakeAsync(CancellationToken cancellation) => TakeAsync(takesTransfers: true, cancellation);

    /// <summary>The next result, or null where a transfer comes first, or when the queue is completed and empty.</summary>
    public async ValueTask<IReadOnlyList<SqlObject>?> TakeResultAsync(CancellationToken cancellation) =>
        (await TakeAsync(takesTransfers: false, cancellation).ConfigureAwait(false))?.Rows;

    private async ValueTask<SinkItem?> TakeAsync(bool takesTransfers, CancellationToken cancellation)
    {
        while (true)
        {
            lock (_gate)
            {
                if (!takesTransfers && _items.TryPeek(out var first) && first.Transfer is not null)
                    return null;
                if (_items.TryDequeue(out var item))
                {
                    if (item.Rows is { } rows)
                        _taken.Add(rows);
                    Monitor.Pulse(_gate);
                    return item;
                }

                if (_isCompleted)
                    return null;
            }

            await _signal.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>All that was taken has been dealt with.</summary>
    public void Release()
    {
        lock (_gate)
            _taken.Clear();
    }

    /// <summary>The results that were taken and not released, and those that wait.</summary>
    public IReadOnlyList<IReadOnlyList<SqlObject>> Snapshot()
    {
        lock (_gate)
            return [.. _taken, .. _items.Where(static item => item.Rows is not null).Select(static item => item.Rows!)];
    }

    /// <summary>Tells whether the sink cannot be reached.</summary>
    public void SetAway(bool isAway)
    {
        lock (_gate)
        {
            _isAway = isAway;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Takes no more results.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isCompleted = true;
            Monitor.PulseAll(_gate);
            Signal();
        }
    }

    public void Dispose() => _signal.Dispose();

    private void Signal()
    {
        if (_signal.CurrentCount == 0)
            _signal.Release();
    }
}
