using System.Buffers;
using System.Text;
using System.Threading.Channels;
using CompiledRules.Formats;
using CompiledRules.Formats.Templates;
using CompiledRules.Runtime.Rules;

namespace CompiledRules.Hosting.Output;

/// <summary>Carries results to one sink: a bounded queue and one writer behind it, so that a slow sink holds up neither the rule nor other sinks.</summary>
/// <remarks>
/// A sink that cannot be reached is tried again with growing pauses while results queue up; when the queue is full the oldest goes, and is counted.
/// A message that the sink or the format refuses is dropped, counted and reported, and the next one follows.
/// </remarks>
public sealed class SinkWriter : IAsyncDisposable
{
    private readonly SinkConnector _connector;
    private readonly ResultShape _shape;
    private readonly IRowEncoder? _encoder;
    private readonly Dictionary<string, GoTemplate> _dynamic;
    private readonly ConnectorContext _context;
    private readonly Channel<IReadOnlyList<SqlObject>> _queue;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private long _dropped;
    private long _written;

    /// <param name="name">The sink's type, for messages.</param>
    /// <exception cref="OptionException">An option of the sink or of its output cannot be used.</exception>
    public SinkWriter(string name, SinkConnector connector, ConnectorOptions options, FormatRegistry formats, ConnectorContext context)
    {
        Name = name;
        _connector = connector;
        _context = context;
        _shape = new ResultShape(options, context.Time);
        _encoder = connector is SinkConnector.Encoded ? formats.CreateEncoder(options.GetString("FORMAT", "json"), options) : null;
        _dynamic = options.DynamicNames.Where(static property => !property.Equals("dataTemplate", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(static property => property, property => GoTemplate.Parse(options.GetString(property, ""), context.Time));
        _queue = Channel.CreateBounded<IReadOnlyList<SqlObject>>(
            new BoundedChannelOptions((int)options.GetInteger("bufferLength", 1024, 1, int.MaxValue)) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest },
            _ => Interlocked.Increment(ref _dropped));
        _running = Task.Run(RunAsync);
    }

    public string Name { get; }

    /// <summary>Results that the full queue has pushed out.</summary>
    public long DroppedCount => Interlocked.Read(ref _dropped);

    /// <summary>Messages that the sink has taken.</summary>
    public long WrittenCount => Interlocked.Read(ref _written);

    /// <summary>Messages that the sink or the format has refused.</summary>
    public long FailedCount { get; private set; }

    public string? LastError { get; private set; }

    /// <summary>Queues one result; never waits.</summary>
    public void Post(IReadOnlyList<SqlObject> rows) => _queue.Writer.TryWrite(rows);

    /// <summary>Writes what is queued and closes the sink.</summary>
    public async Task DrainAsync()
    {
        _queue.Writer.TryComplete();
        await _running.ConfigureAwait(false);
    }

    /// <summary>Closes the sink; what is queued is lost.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        await using var sink = (IAsyncDisposable)(_connector switch
        {
            SinkConnector.Encoded encoded => encoded.Sink,
            SinkConnector.Values values => values.Sink,
            _ => throw new InvalidOperationException($"No writer for {_connector.GetType().Name}"),
        });

        await RetryAsync(ConnectAsync).ConfigureAwait(false);
        await foreach (var rows in _queue.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
            await WriteAsync(rows).ConfigureAwait(false);
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
            foreach (var message in _shape.MessagesOf(rows))
            {
                await RetryAsync(() => WriteAsync(message)).ConfigureAwait(false);
                Interlocked.Increment(ref _written);
            }
        }
#pragma warning disable CA1031 // Whatever is wrong with one message, the next one has its chance.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            FailedCount++;
            Report(error, $"a message was dropped: {error.Message}");
        }
    }

    private ValueTask WriteAsync(SinkMessage message) => _connector switch
    {
        SinkConnector.Encoded encoded => WriteAsync(encoded.Sink, Encode(message), message.Data),
        SinkConnector.Values values => WriteAsync(values.Sink, message.Text is { } text ? SqlJson.Parse(text) : message.Data, message.Data),
        _ => ValueTask.CompletedTask,
    };

    private ValueTask WriteAsync<T>(ISink<T> sink, T message, SqlValue data) => _dynamic.Count > 0 && sink is IDynamicSink<T> dynamic
        ? dynamic.WriteAsync(message, _dynamic.ToDictionary(static property => property.Key, property => property.Value.Render(data), StringComparer.OrdinalIgnoreCase), _stop.Token)
        : sink.WriteAsync(message, _stop.Token);

    private ReadOnlyMemory<byte> Encode(SinkMessage message)
    {
        if (message.Text is { } text)
            return Encoding.UTF8.GetBytes(text);

        _buffer.ResetWrittenCount();
        _encoder!.Encode(message.Data, _buffer);
        return _buffer.WrittenMemory;
    }

    private async Task RetryAsync(Func<ValueTask> attempt)
    {
        var backoff = Backoff.ForConnections();
        while (true)
        {
            try
            {
                await attempt().ConfigureAwait(false);
                return;
            }
            catch (IOException error)
            {
                var pause = backoff.Next();
                Report(error, $"cannot be reached, next attempt in {pause.TotalSeconds:0.#} s: {error.Message}");
                await Task.Delay(pause, _context.Time, _stop.Token).ConfigureAwait(false);
            }
        }
    }

    private void Report(Exception error, string what)
    {
        LastError = error.Message;
        _context.Log($"sink {Name} of {_context.Name}: {what}");
    }
}
