using StackExchange.Redis;

namespace CompiledRules.Connectors.Redis;

/// <summary>Messages of channels: <c>TYPE="redisSub", address="host:6379", channels="alerts,rooms.*"</c>. A name with <c>*</c>, <c>?</c> or <c>[</c> is a pattern. Metadata: <c>channel</c>.</summary>
/// <remarks>What is published while the connection is away is lost, as Redis keeps nothing of a channel.</remarks>
public sealed class RedisSubscriptionSource : ISource<SourceMessage>, IConnectionStatus
{
    private readonly Func<RedisConnection> _connect;
    private readonly IReadOnlyList<string> _channels;
    private readonly ConnectionStatusFeed _status = new();

    /// <exception cref="OptionException">An option is missing or cannot be used.</exception>
    public RedisSubscriptionSource(ConnectorOptions options, ConnectorContext context)
    {
        _ = new RedisConnection(options, "address");
        _connect = () => new RedisConnection(options, "address");
        _channels = options.GetStrings("channels") is { Count: > 0 } given ? given : [options.DataSource ?? options.RequireString("channels", "the channels to subscribe to, such as [\"alerts\"]")];
    }

    public ConnectionStatus Status => _status.Current;

    public IObservable<ConnectionStatus> StatusChanges => _status;

    public IDisposable Subscribe(IObserver<SourceMessage> observer)
    {
        var subscription = new Subscription(_connect(), _status, observer);
        _ = Task.Run(() => subscription.RunAsync(_channels));
        return subscription;
    }

    private sealed class Subscription(RedisConnection connection, ConnectionStatusFeed status, IObserver<SourceMessage> observer) : IDisposable, IObserver<ConnectionStatus>
    {
        private readonly Lock _gate = new();
        private IDisposable? _watch;
        private volatile bool _isDisposed;

        public async Task RunAsync(IReadOnlyList<string> channels)
        {
            try
            {
                _watch = connection.Status.Subscribe(this);
                var open = await connection.OpenAsync(CancellationToken.None).ConfigureAwait(false);
                foreach (var channel in channels)
                {
                    var queue = await open.GetSubscriber().SubscribeAsync(ChannelOf(channel)).ConfigureAwait(false);
                    queue.OnMessage(Take);
                }

                // Before, nothing would be heard.
                status.Set(ConnectionState.Connected);
            }
            catch (Exception exception) when (exception is IOException or RedisException or ObjectDisposedException)
            {
                if (_isDisposed)
                    return;

                var error = exception as IOException ?? new IOException($"{connection.Address}: {exception.Message}", exception);
                status.Set(ConnectionState.Disconnected, error.Message);
                observer.OnError(error);
            }
        }

        public void OnNext(ConnectionStatus value)
        {
            if (!_isDisposed && (value.State == ConnectionState.Disconnected ? value.Error is not null : status.Current.State == ConnectionState.Disconnected))
                status.Set(value.State, value.Error);
        }

        public void OnError(Exception error)
        {
        }

        public void OnCompleted()
        {
        }

        public void Dispose()
        {
            _isDisposed = true;
            _watch?.Dispose();
            _ = connection.DisposeAsync().AsTask();
        }

        // Each channel has a queue of its own.
        private void Take(ChannelMessage message)
        {
            lock (_gate)
            {
                if (!_isDisposed)
                    observer.OnNext(new SourceMessage((byte[]?)message.Message ?? [], SqlObject.FromArrays(["channel"], [message.Channel.ToString()])));
            }
        }

        private static RedisChannel ChannelOf(string name) => name.AsSpan().IndexOfAny('*', '?', '[') >= 0 ? RedisChannel.Pattern(name) : RedisChannel.Literal(name);
    }
}
