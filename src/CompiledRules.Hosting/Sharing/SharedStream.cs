using System.Runtime.InteropServices;
using CompiledRules.Runtime.Rules;

namespace CompiledRules.Hosting.Sharing;

/// <summary>A stream that is read and decoded once for all rules that read it: <c>SHARED="true"</c>.</summary>
/// <remarks>
/// It begins when every rule that was opened on it has been connected, and is closed with the last one. A rule with <c>qos</c> has a subscription of its own, since it must go back
/// by itself. A rule that cannot keep up holds up the stream or loses events, as its own option says.
/// </remarks>
internal sealed class SharedStream : IDisposable
{
    // A batch is a unit of work for each rule: large enough to make the hand-over cheap, small enough to keep rows moving.
    private const int MaximumBatch = 256;

    private readonly Lock _gate = new();
    private readonly Func<RowLayout, InputDecoder> _createDecoder;
    private readonly TimeProvider _time;
    private readonly Action<SharedStream> _closed;
    private readonly SharedLayout _layout = new();
    private readonly List<SharedReader> _readers = [];
    private readonly RuleQueue<SourceItem> _queue = new(1024, OverflowPolicy.Block, static item => item.IsKept);
    private readonly CancellationTokenSource _stop = new();
    private SharedReader[] _connected = [];
    private InputDecoder _decoder;
    private SourceLink? _link;
    private bool _isEnded;

    /// <param name="source">Its layout does not count; the rules say what they want.</param>
    /// <param name="closed">Called when the last rule has left.</param>
    public SharedStream(StreamSource source, Func<RowLayout, InputDecoder> createDecoder, TimeProvider time, Action<SharedStream> closed)
    {
        (Source, _createDecoder, _time, _closed) = (source, createDecoder, time, closed);
        _decoder = createDecoder(_layout.Layout);
    }

    public StreamSource Source { get; }

    /// <summary>What keeps the stream from its source; null where nothing does.</summary>
    public string? Trouble => _link?.Trouble;

    /// <summary>Adds a rule. Its events come after <see cref="SharedReader.Connect"/>.</summary>
    /// <returns>Null where the stream has ended or is closed: a rule that comes then has to open another.</returns>
    public SharedReader? TryAdd(RowLayout wanted)
    {
        lock (_gate)
        {
            if (_isEnded || _stop.IsCancellationRequested)
                return null;

            Widen(wanted);
            var reader = new SharedReader(this);
            _readers.Add(reader);
            return reader;
        }
    }

    /// <summary>Sees to it that the columns are decoded from now on.</summary>
    /// <returns>Where they stand.</returns>
    public int[]? Want(RowLayout wanted)
    {
        lock (_gate)
        {
            Widen(wanted);
            return _layout.MapOf(wanted);
        }
    }

    public void Connect(SharedReader reader)
    {
        lock (_gate)
        {
            reader.IsConnected = true;
            _connected = [.. _readers.Where(static reader => reader.IsConnected)];
            Begin();

            // Whoever connects one rule after the other must come to the last one.
            if (_link is null || _link.Settled.IsCompleted)
                reader.Settle();
        }
    }

    public void Remove(SharedReader reader)
    {
        lock (_gate)
        {
            if (!_readers.Remove(reader))
                return;

            _connected = [.. _readers.Where(static reader => reader.IsConnected)];
            if (_readers.Count > 0)
            {
                Begin();
                return;
            }
        }

        _closed(this);
        Dispose();
    }

    public void Dispose()
    {
        if (_stop.IsCancellationRequested)
            return;

        _stop.Cancel();
        _queue.Complete();
        _link?.Dispose();
    }

    // Also called when a rule leaves that the others have waited for.
    private void Begin()
    {
        if (_link is not null || _connected.Length < _readers.Count || _connected.Length == 0)
            return;

        _link = SourceLink.Create(Source, 0, isTracked: false, _time, item => _queue.Post(item, _stop.Token), Report);
        _ = Task.Run(RunAsync);
        _link.Connect();
        _ = _link.Settled.ContinueWith(_ => Settle(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Settle()
    {
        foreach (var reader in _connected)
            reader.Settle();
    }

    private void Widen(RowLayout wanted)
    {
        if (_layout.Add(wanted))
            Volatile.Write(ref _decoder, _createDecoder(_layout.Layout));
    }

    private void Report(string line, bool isLoss)
    {
        foreach (var reader in _connected)
            reader.Report(line, isLoss);
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var items = _queue.TakeAll();
            if (items.Count == 0)
            {
                await _queue.WaitAsync(_stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            while (items.Count > 0 && !_stop.IsCancellationRequested)
                Give(items);
        }

        _queue.Dispose();
    }

    private void Give(Queue<SourceItem> items)
    {
        var (rows, errors, isEnd) = (new List<Row>(), new List<SqlException>(), false);
        var decoder = Volatile.Read(ref _decoder);
        var arrival = _time.GetUtcNow().ToUnixTimeMilliseconds();
        while (rows.Count < MaximumBatch && !isEnd && items.TryDequeue(out var item))
        {
            isEnd = item.IsEnd;
            if (isEnd)
                break;

            rows.AddRange(item.Row is { } row ? decoder.Decode(row, arrival) : decoder.Decode(item.Message, arrival));
            errors.AddRange(CollectionsMarshal.AsSpan([.. decoder.Errors]));
        }

        if (rows.Count + errors.Count > 0)
            Post(new SharedBatch([.. rows], [.. errors]));
        if (isEnd)
            End();
    }

    private void Post(SharedBatch batch)
    {
        foreach (var reader in Volatile.Read(ref _connected))
            reader.Post(batch);
    }

    private void End()
    {
        SharedReader[] readers;
        lock (_gate)
        {
            _isEnded = true;
            readers = _connected;
        }

        foreach (var reader in readers)
            reader.End();
    }
}
