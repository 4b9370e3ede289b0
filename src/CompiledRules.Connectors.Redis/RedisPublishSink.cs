using StackExchange.Redis;

namespace CompiledRules.Connectors.Redis;

/// <summary>Publishes messages on a channel: <c>TYPE="redisPub", address="host:6379", channel="alerts"</c>. The channel may follow the data.</summary>
public sealed class RedisPublishSink : IDynamicSink<ReadOnlyMemory<byte>>, IConnectionStatus
{
    private readonly RedisConnection _connection;
    private readonly string _channel;

    /// <exception cref="OptionException">An option is missing or cannot be used.</exception>
    public RedisPublishSink(ConnectorOptions options, ConnectorContext context)
    {
        _connection = new RedisConnection(options, "address");
        _channel = options.RequireString("channel", "the channel to publish on");
    }

    public ConnectionStatus Status => _connection.Status.Current;

    public IObservable<ConnectionStatus> StatusChanges => _connection.Status;

    public async ValueTask ConnectAsync(CancellationToken cancellation) => await _connection.OpenAsync(cancellation).ConfigureAwait(false);

    public ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation) => PublishAsync(message, _channel, cancellation);

    public ValueTask WriteAsync(ReadOnlyMemory<byte> message, IReadOnlyDictionary<string, string> properties, CancellationToken cancellation) =>
        PublishAsync(message, properties.GetValueOrDefault("channel", _channel), cancellation);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async ValueTask PublishAsync(ReadOnlyMemory<byte> message, string channel, CancellationToken cancellation) =>
        await _connection.AskAsync(database => database.PublishAsync(RedisChannel.Literal(channel), message), cancellation).ConfigureAwait(false);
}
