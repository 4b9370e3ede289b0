namespace CompiledRules.Connectors;

/// <summary>Keeps a connection's status and tells its observers. May be used from any thread.</summary>
public sealed class ConnectionStatusFeed : IObservable<ConnectionStatus>
{
    private readonly Lock _gate = new();
    private readonly List<IObserver<ConnectionStatus>> _observers = [];

    public ConnectionStatus Current { get; private set; } = new(ConnectionState.Disconnected);

    /// <summary>Sets the status; observers hear it when it differs from the one before.</summary>
    public void Set(ConnectionState state, string? error = null)
    {
        // Within the lock, so that observers hear changes in their order.
        lock (_gate)
        {
            var status = new ConnectionStatus(state, error);
            if (status == Current)
                return;

            Current = status;
            foreach (var observer in _observers.ToArray())
                observer.OnNext(status);
        }
    }

    public IDisposable Subscribe(IObserver<ConnectionStatus> observer)
    {
        lock (_gate)
        {
            _observers.Add(observer);
            observer.OnNext(Current);
        }

        return new Release(() =>
        {
            lock (_gate)
                _observers.Remove(observer);
        });
    }
}
