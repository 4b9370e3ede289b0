using CompiledRules.Runtime.Rules;

namespace CompiledRules.Hosting.Output;

/// <summary>Results on their way to one sink: the rule's loop adds, the sink's writer takes.</summary>
/// <param name="capacity">Results; positive.</param>
internal sealed class SinkQueue(int capacity, OverflowPolicy policy) : IDisposable
{
    private readonly object _gate = new();
    private readonly SemaphoreSlim _signal = new(0, 1);
    private readonly Queue<IReadOnlyList<SqlObject>> _results = new();
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
                return _results.Count;
        }
    }

    /// <summary>Adds a result. Under <see cref="OverflowPolicy.Block"/> it waits for room, except while the sink is away.</summary>
    public void Post(IReadOnlyList<SqlObject> result)
    {
        lock (_gate)
        {
            while (_results.Count >= capacity && !_isCompleted && policy == OverflowPolicy.Block && !_isAway)
                Monitor.Wait(_gate);
            if (_isCompleted)
            {
                _dropped++;
                return;
            }

            if (_results.Count >= capacity)
            {
                _dropped++;
                if (policy == OverflowPolicy.DropNewest)
                    return;
                _results.Dequeue();
            }

            _results.Enqueue(result);
            Signal();
        }
    }

    /// <summary>The next result, or null when the queue is completed and empty.</summary>
    public async ValueTask<IReadOnlyList<SqlObject>?> TakeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_results.TryDequeue(out var result))
                {
                    Monitor.Pulse(_gate);
                    return result;
                }

                if (_isCompleted)
                    return null;
            }

            await _signal.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Tells whether the sink cannot be reached: the rule goes on without it.</summary>
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
