namespace CompiledRules.Connectors.Web;

/// <summary>What sources have in common that others send to: they listen while somebody subscribes.</summary>
/// <param name="attach">Puts the taker of messages under the path.</param>
internal sealed class WebSource(WebListener listener, string path, Func<WebPath, Action<byte[]>, IDisposable> attach) : ISource<SourceMessage>, IConnectionStatus
{
    private readonly ConnectionStatusFeed _status = new();

    public ConnectionStatus Status => _status.Current;

    public IObservable<ConnectionStatus> StatusChanges => _status;

    public IDisposable Subscribe(IObserver<SourceMessage> observer)
    {
        var subscription = new Subscription(observer);
        _ = Task.Run(() => ListenAsync(subscription));
        return subscription;
    }

    private async Task ListenAsync(Subscription subscription)
    {
        _status.Set(ConnectionState.Connecting);
        try
        {
            subscription.Begin(await listener.AttachAsync(path, under => attach(under, subscription.Take), CancellationToken.None).ConfigureAwait(false));
            _status.Set(ConnectionState.Connected);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            var error = new IOException($"path {path}: {exception.Message}", exception);
            _status.Set(ConnectionState.Disconnected, error.Message);
            subscription.Fail(error);
        }
    }

    private sealed class Subscription(IObserver<SourceMessage> observer) : IDisposable
    {
        private readonly Lock _gate = new();
        private readonly Lock _order = new();
        private IDisposable? _attached;
        private volatile bool _isDisposed;

        // Requests come at the same time, messages one after the other.
        public void Take(byte[] message)
        {
            lock (_order)
            {
                if (!_isDisposed)
                    observer.OnNext(new SourceMessage(message));
            }
        }

        public void Fail(IOException error)
        {
            if (!_isDisposed)
                observer.OnError(error);
        }

        public void Begin(IDisposable attached)
        {
            lock (_gate)
            {
                if (!_isDisposed)
                {
                    _attached = attached;
                    return;
                }
            }

            attached.Dispose();
        }

        public void Dispose()
        {
            lock (_gate)
                _isDisposed = true;
            _attached?.Dispose();
        }
    }
}
