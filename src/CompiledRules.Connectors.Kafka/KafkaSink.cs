using System.Text;
using CompiledRules.Formats.Payloads;
using Confluent.Kafka;

namespace CompiledRules.Connectors.Kafka;

/// <summary>Sends messages to a topic: <c>TYPE="kafka", brokers="host:9092", topic="alerts"</c>. Topic, <c>key</c> and <c>headers</c> may follow the data.</summary>
/// <remarks>
/// A write ends when as many brokers as <c>requiredACKs</c> asks for have the message: 1 (the default), 0 or -1 for all in step, which also keeps attempts from doubling it.
/// <c>maxAttempts</c> (3) is how often the client sends before it gives the message back, <c>batchBytes</c> (1 MB) the size of a request, <c>compression</c> gzip, snappy, lz4 or
/// zstd, which brokers and readers know. What brokers do not take is final; what they cannot take now can be tried again.
/// </remarks>
public sealed class KafkaSink : IDynamicSink<ReadOnlyMemory<byte>>, IConnectionStatus
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly ProducerConfig _config;
    private readonly string _topic;
    private readonly string? _key;
    private readonly SqlValue _headers;
    private readonly Encryption? _encryption;
    private readonly ConnectionStatusFeed _status = new();
    private IProducer<byte[]?, byte[]>? _producer;

    /// <exception cref="OptionException">An option is missing or cannot be used.</exception>
    public KafkaSink(ConnectorOptions options, ConnectorContext context)
    {
        _topic = options.GetStringOrNull("topic") ?? options.DataSource ?? options.RequireString("topic", "the topic to send to");
        _key = options.GetStringOrNull("key");
        _headers = options.GetObjectOrTemplate("headers", "an object such as {\"source\": \"plant\"}, or its JSON text");
        var acks = (int)options.GetInteger("requiredACKs", 1, -1, 1);
        _config = new ProducerConfig(KafkaSettings.Read(options, context))
        {
            Acks = (Acks)acks,
            EnableIdempotence = acks == -1,
            MessageSendMaxRetries = (int)options.GetInteger("maxAttempts", 3, 1, 1000) - 1,
            MessageTimeoutMs = (int)s_patience.TotalMilliseconds,
            BatchSize = (int)options.GetInteger("batchBytes", 1_000_000, 1, int.MaxValue),
            LingerMs = 0,
            CompressionType = Enum.Parse<CompressionType>(options.GetChoice("compression", "none", "none", "gzip", "snappy", "lz4", "zstd"), ignoreCase: true),
        };
        if (acks == -1 && _config.MessageSendMaxRetries == 0)
            throw options.Error("maxAttempts", "found 1; expected 2 or more with requiredACKs -1");
        _encryption = Encryption.Read(options, "encryption", "encProps", context.AesKey);
    }

    public ConnectionStatus Status => _status.Current;

    public IObservable<ConnectionStatus> StatusChanges => _status;

    /// <summary>Sees to it that a broker answers.</summary>
    public async ValueTask ConnectAsync(CancellationToken cancellation)
    {
        _producer ??= new ProducerBuilder<byte[]?, byte[]>(_config).SetErrorHandler((_, error) => OnError(error)).SetLogHandler(static (_, _) => { }).Build();
        try
        {
            using var admin = new DependentAdminClientBuilder(_producer.Handle).Build();
            await Task.Run(() => admin.GetMetadata(s_patience), cancellation).ConfigureAwait(false);
            _status.Set(ConnectionState.Connected);
        }
        catch (KafkaException exception)
        {
            OnError(exception.Error);
            throw new IOException($"{_config.BootstrapServers}: {exception.Error.Reason}", exception);
        }
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation) => SendAsync(message, _topic, _key, _headers, cancellation);

    public ValueTask WriteAsync(ReadOnlyMemory<byte> message, IReadOnlyDictionary<string, string> properties, CancellationToken cancellation) => SendAsync(
        message,
        properties.GetValueOrDefault("topic", _topic),
        properties.GetValueOrDefault("key") ?? _key,
        properties.GetValueOrDefault("headers") is { } headers ? SqlJson.Parse(headers) : _headers,
        cancellation);

    public ValueTask DisposeAsync()
    {
        _producer?.Dispose();
        return default;
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> message, string topic, string? key, SqlValue headers, CancellationToken cancellation)
    {
        if (_producer is null)
            await ConnectAsync(cancellation).ConfigureAwait(false);

        var record = new Message<byte[]?, byte[]>
        {
            Key = key is null ? null : Encoding.UTF8.GetBytes(key),
            Value = _encryption?.Encrypt(message.Span) ?? message.ToArray(),
            Headers = HeadersOf(headers),
        };
        try
        {
            await _producer!.ProduceAsync(topic, record, cancellation).ConfigureAwait(false);
            _status.Set(ConnectionState.Connected);
        }
        catch (ProduceException<byte[]?, byte[]> exception) when (KafkaSettings.IsOutage(exception.Error))
        {
            OnError(exception.Error);
            throw new IOException($"{_config.BootstrapServers}: the message for '{topic}' cannot be sent: {exception.Error.Reason}", exception);
        }
        catch (KafkaException exception)
        {
            throw new InvalidOperationException($"{_config.BootstrapServers}: the message for '{topic}' is refused: {exception.Error.Reason}", exception);
        }
    }

    private void OnError(Error error)
    {
        if (KafkaSettings.IsOutage(error))
            _status.Set(ConnectionState.Disconnected, $"{_config.BootstrapServers}: {error.Reason}");
    }

    private static Headers? HeadersOf(SqlValue headers)
    {
        if (headers.IsNull)
            return null;
        if (headers.Kind != SqlKind.Object)
            throw new SqlException($"found {SqlText.Describe(headers)} as headers, expected an object");

        var result = new Headers();
        foreach (var (name, value) in headers.AsObject())
            result.Add(name, Encoding.UTF8.GetBytes(SqlText.ToText(value)));
        return result;
    }
}
