namespace CompiledRules.Runtime.Rules;

/// <summary>Keeps a subscription to a source: an error of the source means that its connection is lost, and it is subscribed to again after a pause.</summary>
/// <param name="received">Called for each event, on the source's thread.</param>
/// <param name="completed">Called once, when a bounded source has ended.</param>
/// <param name="lost">Told of each lost connection and the pause before the next attempt.</param>
public sealed class SourceSubscription<T>(
    IObservable<T> source, TimeProvider time, Action<T> received, Action completed, Action<Exception, TimeSpan> lost) : IObserver<T>, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Backoff _backoff = Backoff.ForConnections();
    private IDisposable? _subscription;
    private ITimer? _retry;
    private bool _isDisposed;

    /// <summary>Called before each subscription, the first and those after a lost connection; null for nothing.</summary>
    public Action? Subscribing { get; init; }

    /// <summary>Subscribes; returns at once where the source does.</summary>
    public void Connect()
    {
        IDisposable subscription;
        try
        {
            Subscribing?.Invoke();
            subscription = source.Subscribe(this);
        }
        catch (IOException error)
        {
            OnError(error);
            return;
        }

        lock (_gate)
        {
            if (!_isDisposed)
            {
                _subscription = subscription;
                return;
            }
        }

        subscription.Dispose();
    }

    void IObserver<T>.OnNext(T value)
    {
        _backoff.Reset();
        received(value);
    }

    void IObserver<T>.OnCompleted() => completed();

    public void OnError(Exception error)
    {
        TimeSpan pause;
        lock (_gate)
        {
            if (_isDisposed)
                return;

            pause = _backoff.Next();
            _retry?.Dispose();
            _retry = time.CreateTimer(static self => ((SourceSubscription<T>)self!).Connect(), this, pause, Timeout.InfiniteTimeSpan);
        }

        lost(error, pause);
    }

    public void Dispose()
    {
        IDisposable? subscription;
        lock (_gate)
        {
            _isDisposed = true;
            subscription = _subscription;
            _retry?.Dispose();
        }

        subscription?.Dispose();
    }
}
