using System.Reactive;
using CompiledRules.Runtime.Rules;

namespace CompiledRules.Hosting;

/// <summary>One source of a running rule, and what there is to say about its connection.</summary>
internal sealed class SourceLink : IDisposable
{
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _name;
    private readonly Action _connect;
    private readonly IDisposable _subscription;
    private readonly IConnectionStatus? _status;
    private readonly Action<string, bool> _report;
    private IDisposable? _watch;
    private string? _lastError;

    private SourceLink(StreamSource source, object connector, Action connect, IDisposable subscription, Action<string, bool> report)
    {
        _name = source.Type.Length > 0 ? $"stream {source.Input.Name} ({source.Type})" : $"stream {source.Input.Name}";
        _connect = connect;
        _subscription = subscription;
        _status = connector as IConnectionStatus;
        _report = report;
    }

    /// <summary>Ends when the source is connected, or has failed for the first time.</summary>
    public Task Settled => _settled.Task;

    /// <summary>Why the source is away; null while it is not.</summary>
    public string? Trouble => _lastError is { } error ? $"{_name}: {error}" : null;

    /// <param name="post">Hands to the rule's loop.</param>
    /// <param name="report">Takes a line for the log, and whether it tells of a lost connection.</param>
    public static SourceLink Create(StreamSource source, int input, TimeProvider time, Action<SourceItem> post, Action<string, bool> report)
    {
        SourceLink? link = null;
        void End() => post(SourceItem.End(input));
        void Lose(Exception error, TimeSpan pause) => link!.Lose(error.Message, $"; next attempt in {pause.TotalSeconds:0.#} s");
        switch (source.Connector)
        {
            case SourceConnector.Messages messages:
                var ofMessages = new SourceSubscription<SourceMessage>(messages.Source, time, message => link!.Take(post, new SourceItem(input, message)), End, Lose);
                return link = new SourceLink(source, messages.Source, ofMessages.Connect, ofMessages, report);
            case SourceConnector.Rows rows:
                var ofRows = new SourceSubscription<SourceRow>(rows.Source, time, row => link!.Take(post, new SourceItem(input, row)), End, Lose);
                return link = new SourceLink(source, rows.Source, ofRows.Connect, ofRows, report);
            default:
                throw new InvalidOperationException($"No subscription for {source.Connector.GetType().Name}");
        }
    }

    public void Connect()
    {
        _connect();
        if (_status is null)
            _settled.TrySetResult();
        else
            _watch = _status.StatusChanges.Subscribe(Observer.Create<ConnectionStatus>(OnStatus));
    }

    public void Dispose()
    {
        _watch?.Dispose();
        _subscription.Dispose();
        _settled.TrySetResult();
    }

    private void Take(Action<SourceItem> post, SourceItem item)
    {
        Restore();
        post(item);
    }

    private void OnStatus(ConnectionStatus status)
    {
        if (status is { State: ConnectionState.Disconnected, Error: { } error })
            Lose(error, "; start it or correct its address, it is tried again until it answers");
        else if (status.State == ConnectionState.Connected)
            Restore();
    }

    // A source that stays away is told of once, not at every attempt.
    private void Lose(string error, string prospect)
    {
        if (Interlocked.Exchange(ref _lastError, error) != error)
            _report($"{_name}: {error}{prospect}", true);
        _settled.TrySetResult();
    }

    private void Restore()
    {
        if (_lastError is not null && Interlocked.Exchange(ref _lastError, null) is not null)
            _report($"{_name}: connected again", false);
        _settled.TrySetResult();
    }
}
