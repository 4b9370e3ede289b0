using System.Buffers;
using System.Reactive;
using System.Text;
using CompiledRules.Runtime.Rules;

namespace CompiledRules.Hosting.Output;

/// <summary>Carries results to one sink: a bounded queue and one writer behind it.</summary>
/// <remarks>
/// A sink that cannot be reached is tried again, with growing pauses or as soon as it says that it is connected, while results queue up and the rule goes on.
/// A message that the sink or the format refuses is dropped, counted and reported, and the next one follows.
/// </remarks>
public sealed partial class SinkWriter : IAsyncDisposable
{
    private readonly SinkConnector _connector;
    private readonly SinkOutput _output;
    private readonly ConnectorContext _context;
    private readonly SinkQueue _queue;
    private readonly ISinkBackstop _backstop;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private long _written;
    private long _failed;
    private volatile bool _isWriting;

    internal SinkWriter(SinkPlace place, SinkConnector connector, SinkOutput output, SinkOverflow overflow, ISinkBackstop backstop, string? cacheDirectory, ConnectorContext context)
    {
        Name = place.Name;
        Key = place.Key;
        _connector = connector;
        _output = output;
        _context = context;
        _backstop = backstop;
        _queue = output.Delivery.Cache is { } cache && cacheDirectory is not null
            ? new SinkQueue(Math.Max(1, cache.MemoryLimit), overflow, new SinkPages(Path.Combine(cacheDirectory, place.Key), cache))
            : new SinkQueue(output.BufferLength, overflow);
        _running = Task.Run(RunAsync);
    }

    public string Name { get; }

    /// <summary>Tells the sink from the others of its rule, also in the next run.</summary>
    public string Key { get; }

    /// <summary>Whether it takes the rows that come too late for the rule, instead of its results.</summary>
    public bool TakesLate => _output.TakesLate;

    /// <summary>Whether it takes what was refused on its way through the rule, instead of its results.</summary>
    public bool TakesDeadLetters => _output.TakesDeadLetters;

    /// <summary>Results that the full queue has pushed out, or that came after the sink was closed.</summary>
    public long DroppedCount => _queue.DroppedCount;

    /// <summary>Results that wait, or are being written.</summary>
    public int QueuedCount => _queue.Count + (_isWriting ? 1 : 0);

    /// <summary>Messages that the sink has taken.</summary>
    public long WrittenCount => Interlocked.Read(ref _written);

    /// <summary>Messages that the sink or the format has refused.</summary>
    public long FailedCount => Interlocked.Read(ref _failed);

    /// <summary>Why the last message failed, or why the sink cannot be reached; null where nothing is wrong.</summary>
    public string? LastError { get; private set; }

    /// <summary>Whether the sink cannot be reached at this moment.</summary>
    public bool IsAway => _queue.IsAway;

    /// <summary>Queues one result, which is the rows of a collection or a single row.</summary>
    public void Post(IReadOnlyList<SqlObject> rows) => _queue.Post(rows);

    /// <summary>Queues the results of a checkpoint, in any number.</summary>
    internal void Post(SinkTransfer transfer) => _queue.PostUrgent(new SinkItem(null, transfer));

    /// <summary>Queues results of an earlier run, in any number.</summary>
    internal void Restore(IEnumerable<IReadOnlyList<SqlObject>> results)
    {
        foreach (var rows in results)
            _queue.PostUrgent(new SinkItem(rows));
    }

    /// <summary>The results that the sink does not have yet.</summary>
    internal IReadOnlyList<IReadOnlyList<SqlObject>> Snapshot() => _queue.Snapshot();

    /// <summary>Writes what is queued and closes the sink, however long that takes.</summary>
    public Task DrainAsync()
    {
        _queue.Complete();
        return _running;
    }

    /// <summary>Closes the sink; what is queued is lost, unless the sink has a cache that is not cleaned at a stop.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
            return;

        _queue.Complete();
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Leave();
        _queue.Dispose();
    }

    /// <summary>Whether what is left when the sink is closed is there for the next run.</summary>
    public bool KeepsRest => _output.Delivery.Cache is { IsCleanedAtStop: false };

    private void Leave()
    {
        try
        {
            _queue.Leave(KeepsRest);
        }
        catch (IOException error)
        {
            Report(error, $"what waited for it is lost: {error.Message}");
        }
    }

    private object Sink => _connector switch
    {
        SinkConnector.Encoded encoded => encoded.Sink,
        SinkConnector.Values values => values.Sink,
        _ => throw new InvalidOperationException($"No writer for {_connector.GetType().Name}"),
    };

    private async Task RunAsync()
    {
        await using var sink = (IAsyncDisposable)Sink;
        try
        {
            await RetryAsync(ConnectAsync).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A sink that cannot be opened refuses each message, which says so once more.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Report(error, error.Message);
        }

        while (await _queue.TakeAsync(_stop.Token).ConfigureAwait(false) is { } item)
        {
            _isWriting = true;
            if (item.Transfer is { } transfer)
                await TransferAsync(transfer).ConfigureAwait(false);
            else
                await WriteAsync(_output.Delivery.IsBatching ? await GatherAsync(item.Rows!).ConfigureAwait(false) : item.Rows!).ConfigureAwait(false);
            _queue.Release();
            _isWriting = false;
        }
    }

    private ValueTask ConnectAsync() => _connector switch
    {
        SinkConnector.Encoded encoded => encoded.Sink.ConnectAsync(_stop.Token),
        SinkConnector.Values values => values.Sink.ConnectAsync(_stop.Token),
        _ => ValueTask.CompletedTask,
    };

    private async Task WriteAsync(IReadOnlyList<SqlObject> rows)
    {
        try
        {
            foreach (var message in _output.Shape.MessagesOf(rows))
            {
                // Here, so that a message that is refused does not take the others of its result along.
                await TryWriteAsync(message).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // Whatever is wrong with one result, the next one has its chance.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Refuse(error, new SqlArray([.. rows.Select(static row => (SqlValue)row)]));
        }
    }

    private async Task TryWriteAsync(SinkMessage message)
    {
        try
        {
            await RetryAsync(() => WriteAsync(message)).ConfigureAwait(false);
            Interlocked.Increment(ref _written);
        }
#pragma warning disable CA1031 // Whatever is wrong with one message, the next one has its chance.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Refuse(error, message.Data);
        }
    }

    private ValueTask WriteAsync(SinkMessage message) => _connector switch
    {
        SinkConnector.Encoded encoded => WriteAsync(encoded.Sink, Encode(message), message.Data),
        SinkConnector.Values values => WriteAsync(values.Sink, ValueOf(message), message.Data),
        _ => ValueTask.CompletedTask,
    };

    private ValueTask WriteAsync<T>(ISink<T> sink, T message, SqlValue data) => _output.Dynamic.Count > 0 && sink is IDynamicSink<T> dynamic
        ? dynamic.WriteAsync(message, PropertiesOf(data), _stop.Token)
        : sink.WriteAsync(message, _stop.Token);

    private Dictionary<string, string> PropertiesOf(SqlValue data) =>
        _output.Dynamic.ToDictionary(static property => property.Key, property => property.Value.Render(data), StringComparer.OrdinalIgnoreCase);

    private static SqlValue ValueOf(SinkMessage message) => message.Text is { } text ? SqlJson.Parse(text) : message.Data;

    private ReadOnlyMemory<byte> Encode(SinkMessage message)
    {
        ReadOnlyMemory<byte> payload;
        if (message.Text is { } text)
        {
            payload = Encoding.UTF8.GetBytes(text);
        }
        else
        {
            _buffer.ResetWrittenCount();
            _output.Encoder!.Encode(message.Data, _buffer);
            payload = _buffer.WrittenMemory;
        }

        return _output.Wrapping?.Wrap(payload) ?? payload;
    }

    private async Task RetryAsync(Func<ValueTask> attempt)
    {
        var backoff = Backoff.ForConnections();
        string? reported = null;
        while (true)
        {
            try
            {
                await attempt().ConfigureAwait(false);
                if (reported is null)
                    return;

                LastError = null;
                _queue.SetAway(false);
                _context.Log($"rule {_context.Name}: sink {Name}: reached again");
                return;
            }
            catch (IOException error)
            {
                _queue.SetAway(true);
                if (reported != error.Message)
                    Report(error, $"{error.Message}; start it or correct its address, it is tried again until it answers");
                reported = error.Message;
                await WaitAsync(_output.Delivery.ResendInterval ?? backoff.Next()).ConfigureAwait(false);
            }
        }
    }

    // A sink that says when it is connected is not kept waiting.
    private async Task WaitAsync(TimeSpan pause)
    {
        var delay = Task.Delay(pause, _context.Time, _stop.Token);
        if (Sink is not IConnectionStatus status)
        {
            await delay.ConfigureAwait(false);
            return;
        }

        var connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watch = status.StatusChanges.Subscribe(Observer.Create<ConnectionStatus>(change =>
        {
            if (change.State == ConnectionState.Connected)
                connected.TrySetResult();
        }));
        await (await Task.WhenAny(delay, connected.Task).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private void Refuse(Exception error, SqlValue data)
    {
        Interlocked.Increment(ref _failed);
        Report(error, $"a message was dropped: {error.Message}");
        _backstop.OnRefused(this, error.Message, data);
    }

    private void Report(Exception error, string what)
    {
        LastError = error.Message;
        _context.Log($"rule {_context.Name}: sink {Name}: {what}");
    }
}

/// <param name="Name">For messages.</param>
/// <param name="Key">Tells the sink from the others of its rule, also in the next run.</param>
internal readonly record struct SinkPlace(string Name, string Key);
