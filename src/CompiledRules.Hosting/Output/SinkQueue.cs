namespace CompiledRules.Hosting.Output;

/// <summary>Results on their way to one sink: the rule's loop adds, the sink's writer takes.</summary>
/// <param name="capacity">Results; positive.</param>
/// <param name="overflow">What becomes of a result that finds no room.</param>
/// <param name="pages">Where results go that find no room, instead; null where they have no such place.</param>
internal sealed class SinkQueue(int capacity, SinkOverflow overflow, SinkPages? pages = null) : IDisposable
{
    private readonly object _gate = new();
    private readonly SemaphoreSlim _signal = new(0, 1);
    private readonly Queue<SinkItem> _items = new();
    private readonly List<IReadOnlyList<SqlObject>> _taken = [];
    private int _fromPages;
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
                return _items.Count + (pages?.Count ?? 0);
        }
    }

    /// <summary>Adds a result, waiting for room where it has to.</summary>
    public void Post(IReadOnlyList<SqlObject> result)
    {
        lock (_gate)
        {
            if (pages is not null && !_isCompleted && (pages.Count > 0 || _items.Count >= capacity))
            {
                _dropped += pages.Add(result);
                Signal();
                return;
            }

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
                if (_items.Count == 0 && pages is { Count: > 0 })
                    Refill(pages);
                if (!takesTransfers && _items.TryPeek(out var first) && first.Transfer is not null)
                    return null;
                if (_items.TryDequeue(out var item))
                {
                    if (item.Rows is { } rows)
                        _taken.Add(rows);
                    if (_fromPages > 0)
                        _fromPages--;
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
        {
            _taken.Clear();
            if (_fromPages == 0)
                pages?.Release();
        }
    }

    /// <summary>The results that were taken and not released, and those that wait, but for those on disk.</summary>
    public IReadOnlyList<IReadOnlyList<SqlObject>> Snapshot()
    {
        lock (_gate)
        {
            _dropped += pages?.Flush() ?? 0;
            return InMemory();
        }
    }

    /// <summary>When nothing is taken any more: leaves what waits on disk for the next run, or throws it away and counts it.</summary>
    public void Leave(bool isKept)
    {
        lock (_gate)
        {
            if (pages is null)
                return;

            if (isKept)
            {
                pages.Flush();
                pages.Return([.. _taken, .. _items.Where(static item => item.Rows is not null).Select(static item => item.Rows!)]);
                pages.Release();
            }
            else
            {
                _dropped += _items.Count + pages.Clear();
            }

            _items.Clear();
            _taken.Clear();
            _fromPages = 0;
        }
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

    // What came from a page is still there.
    private List<IReadOnlyList<SqlObject>> InMemory() =>
        [.. _fromPages > 0 ? [] : _taken, .. _items.Skip(_fromPages).Where(static item => item.Rows is not null).Select(static item => item.Rows!)];

    private void Refill(SinkPages from)
    {
        var results = from.Take(out var isOnDisk, out var lost);
        _dropped += lost;
        _fromPages = isOnDisk ? results.Count : 0;
        foreach (var rows in results)
            _items.Enqueue(new SinkItem(rows));
    }

    private void Signal()
    {
        if (_signal.CurrentCount == 0)
            _signal.Release();
    }
}
