using System.Reactive;
using System.Reactive.Disposables;
using CompiledRules.Hosting.Checkpoints;
using CompiledRules.Hosting.Sharing;
using CompiledRules.Runtime.Rules;

namespace CompiledRules.Hosting;

/// <summary>One source of a running rule, and what there is to say about its connection.</summary>
internal sealed class SourceLink : IDisposable
{
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _name;
    private readonly Action _connect;
    private readonly IDisposable _subscription;
    private readonly object _connector;
    private readonly IConnectionStatus? _status;
    private readonly Action<string, bool> _report;
    private readonly SourcePlace? _place;
    private readonly SharedReader? _shared;
    private IDisposable? _watch;
    private string? _lastError;
    private int _isDisposed;

    private SourceLink(StreamSource source, object connector, SourcePlace? place, Action connect, IDisposable subscription, Action<string, bool> report)
    {
        _name = source.Type.Length > 0 ? $"stream {source.Input.Name} ({source.Type})" : $"stream {source.Input.Name}";
        _connect = connect;
        _subscription = subscription;
        _connector = connector;
        _status = connector as IConnectionStatus;
        _place = place;
        _report = report;
        Stream = source.Input.Name;
    }

    private SourceLink(StreamSource source, SharedReader reader, Action connect, Action<string, bool> report)
        : this(source, reader, null, connect, Disposable.Create(reader.Leave), report) => _shared = reader;

    /// <summary>The name of the stream.</summary>
    public string Stream { get; }

    /// <summary>How far the source has come; null where it cannot go back, or the rule does not ask for it.</summary>
    public SourcePlace? Place => _place;

    /// <summary>Ends when the source is connected, or has failed for the first time.</summary>
    public Task Settled => _shared?.Settled ?? _settled.Task;

    /// <summary>Why the source is away; null while it is not.</summary>
    public string? Trouble => _shared is { } shared ? shared.Stream.Trouble : _lastError is { } error ? $"{_name}: {error}" : null;

    /// <param name="isTracked">Whether the place of a source that can go back is kept.</param>
    /// <param name="post">Hands to the rule's loop; false where it takes no more.</param>
    /// <param name="report">Takes a line for the log, and whether it tells of a lost connection.</param>
    public static SourceLink Create(StreamSource source, int input, bool isTracked, TimeProvider time, Func<SourceItem, bool> post, Action<string, bool> report)
    {
        if (source.Shared is { } reader)
            return OfShared(source, reader, input, post, report);

        SourceLink? link = null;
        void End() => link!.Take(post, SourceItem.End(input));
        void Lose(Exception error, TimeSpan pause) => link!.Lose(error.Message, $"; next attempt in {pause.TotalSeconds:0.#} s");
        SourcePlace? PlaceOf(object connector) => isTracked && connector is IRewindable rewindable ? new SourcePlace(rewindable) : null;
        switch (source.Connector)
        {
            case SourceConnector.Messages messages:
                var ofMessages = new SourceSubscription<SourceMessage>(
                    messages.Source, time, message => link!.Take(post, new SourceItem(input, message)), End, Lose) { Subscribing = () => link!.Rewind() };
                return link = new SourceLink(source, messages.Source, PlaceOf(messages.Source), ofMessages.Connect, ofMessages, report);
            case SourceConnector.Rows rows:
                var ofRows = new SourceSubscription<SourceRow>(
                    rows.Source, time, row => link!.Take(post, new SourceItem(input, row)), End, Lose) { Subscribing = () => link!.Rewind() };
                return link = new SourceLink(source, rows.Source, PlaceOf(rows.Source), ofRows.Connect, ofRows, report);
            default:
                throw new InvalidOperationException($"No subscription for {source.Connector.GetType().Name}");
        }
    }

    private static SourceLink OfShared(StreamSource source, SharedReader reader, int input, Func<SourceItem, bool> post, Action<string, bool> report) => new(
        source,
        reader,
        () => reader.Connect(batch => post(new SourceItem(input, batch)), () => post(SourceItem.End(input)), report),
        report);

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
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
            return;

        _watch?.Dispose();
        _subscription.Dispose();
        (_connector as IDisposable)?.Dispose();
        _settled.TrySetResult();
    }

    private void Take(Func<SourceItem, bool> post, SourceItem item)
    {
        Restore();
        if (_place is { } place)
            place.Pass(post, item);
        else
            post(item);
    }

    private void Rewind()
    {
        try
        {
            _place?.Rewind();
        }
        catch (SqlException error)
        {
            _report($"{_name}: it cannot go back to where the rule was: {error.Message}", false);
        }
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
