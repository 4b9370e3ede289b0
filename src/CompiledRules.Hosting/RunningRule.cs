using System.Collections.Immutable;
using CompiledRules.Hosting.Checkpoints;
using CompiledRules.Hosting.Output;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Time;

namespace CompiledRules.Hosting;

/// <summary>A rule between its sources and its sinks, from start to stop.</summary>
/// <remarks>
/// Sources hand in from their own threads; one loop decodes, runs the rule and gives each result to every sink's own queue. The rule ends when all its
/// streams have ended, or when it is stopped. Nothing a row does ends it.
/// </remarks>
public sealed partial class RunningRule : IRuleOutput<Row>, IAsyncDisposable
{
    private readonly RunningRuleOptions _options;
    private readonly ConnectorContext _context;
    private readonly RuleTimers _timers;
    private readonly Func<LookupRequest, LookupTable> _openLookup;
    private readonly RuleLoop<SourceItem> _loop;
    private readonly ImmutableArray<SourceLink> _links;
    private readonly List<LookupTable> _tables = [];
    private readonly bool[] _isEnded;
    private readonly long[] _rowsIn;
    private readonly bool _hasDeadLetters;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lazy<Task> _drained;
    private readonly Lazy<Task> _disposed;
    private readonly CancellationTokenSource _stop = new();

    // These four change together, on the loop, when the rule's program is replaced.
    private OutputLayout _layout;
    private IRuleRun _run;
    private ImmutableArray<(StreamSource Source, InputDecoder Decoder)> _inputs;
    private string _plan;

    internal RunningRule(
        RuleSettings settings,
        ImmutableArray<(StreamSource Source, InputDecoder Decoder)> inputs,
        IEnumerable<Func<ISinkBackstop, SinkWriter>> sinks,
        Func<LookupRequest, LookupTable> openLookup,
        ConnectorContext context)
    {
        Id = settings.Id;
        _layout = settings.Program.Output;
        _plan = settings.Plan;
        _options = settings.Options;
        _context = context;
        _inputs = inputs;
        _rowsIn = new long[inputs.Length];
        _isEnded = new bool[inputs.Length];
        _drained = new Lazy<Task>(DrainAsync);
        _disposed = new Lazy<Task>(DisposeOnceAsync);

        _openLookup = openLookup;
        _timers = new RuleTimers(context.Time.GetUtcNow().ToUnixTimeMilliseconds());
        _checkpoints = settings is { Checkpoints: { } store, Options.Delivery: > DeliveryGuarantee.AtMostOnce } ? new CheckpointCycle(store, _options.Delivery) : null;
        _run = Begin(settings);
        _loop = new RuleLoop<SourceItem>(
            _options.BufferLength, _checkpoints is null ? _options.Overflow : OverflowPolicy.Block, context.Time, _timers, TryHandle, static item => item.IsKept)
        {
            OnWake = () => _run.Resume(),
            IsIdle = () => _run.IsIdle,
        };
        Sinks = [.. sinks.Select(open => open(this))];
        _hasDeadLetters = Sinks.Any(static sink => sink.TakesDeadLetters);
        _links = [.. inputs.Select((input, index) => SourceLink.Create(
            input.Source, index, _checkpoints is not null && !input.Source.Input.IsTable, context.Time, item => _loop.Post(item), Report))];
        if (_checkpoints is not null)
            GoBack();
        _run.Open();
        _loop.Start();
        Completion = CompleteAsync();
    }

    public string Id { get; }

    /// <summary>The streams and tables that the rule reads.</summary>
    public IEnumerable<RuleInput> Inputs => _inputs.Select(static input => input.Source.Input);

    public RuleCounters Counters { get; } = new();

    public ImmutableArray<SinkWriter> Sinks { get; }

    internal IEnumerable<StreamSource> Sources => _inputs.Select(static input => input.Source);

    /// <summary>Rows that failed, and messages that a sink has refused.</summary>
    public long ErrorCount => Counters.Errors + Sinks.Sum(static sink => sink.FailedCount);

    /// <summary>Events that the full buffer has pushed out, and results that a full queue has.</summary>
    public long LostCount => _loop.DroppedCount + Sinks.Sum(static sink => sink.DroppedCount);

    /// <summary>Rows that one source has given.</summary>
    /// <param name="input">Index into <see cref="Inputs"/>.</param>
    public long RowsInOf(int input) => Interlocked.Read(ref _rowsIn[input]);

    /// <summary>How long the rule has worked, and how long for an event.</summary>
    public LoopTimes Times => _loop.Times;

    /// <summary>Events that wait before the rule.</summary>
    public int QueuedCount => _loop.QueuedCount;

    /// <summary>What keeps one source from the rule at this moment; null where nothing does.</summary>
    /// <param name="input">Index into <see cref="Inputs"/>.</param>
    public string? TroubleOf(int input) => _links[input].Trouble;

    /// <summary>The bytes of the rule's state between two events: windows, history, counters.</summary>
    /// <exception cref="InvalidOperationException">The rule has ended.</exception>
    public async Task<long> MeasureStateAsync()
    {
        var done = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_loop.Post(SourceItem.Do(() => Complete(done, () => SaveRun().LongLength))))
            throw Ended();
        return await done.Task.ConfigureAwait(false);
    }

    /// <summary>Whether a source can give again what it has given.</summary>
    /// <param name="input">Index into <see cref="Inputs"/>.</param>
    public bool CanGoBack(int input) => _inputs[input].Source.Connector switch
    {
        SourceConnector.Messages messages => messages.Source is IRewindable,
        SourceConnector.Rows rows => rows.Source is IRewindable,
        _ => false,
    };

    /// <summary>What keeps the rule from its sources or sinks at this moment; null where nothing does.</summary>
    public string? Trouble =>
        _links.Select(static link => link.Trouble).FirstOrDefault(static trouble => trouble is not null)
        ?? Sinks.Where(static sink => sink.IsAway).Select(static sink => $"sink {sink.Name}: {sink.LastError}").FirstOrDefault();

    /// <summary>Ends when every stream has ended and the last result has been written.</summary>
    public Task Completion { get; }

    /// <summary>Begins to take events. The task ends when each source is connected, or has failed for the first time and is tried again.</summary>
    public Task ConnectAsync()
    {
        // Tables first, so that what they have at once is there for the first event.
        foreach (var (link, _) in _links.Zip(_inputs).OrderBy(static pair => pair.Second.Source.Input.IsTable ? 0 : 1))
            link.Connect();
        if (_checkpoints is not null)
            _checkpointAlarm = _context.Time.CreateTimer(_ => _ = CheckpointAsync(), null, _options.CheckpointInterval, _options.CheckpointInterval);
        return Task.WhenAll(_links.Select(static link => link.Settled));
    }

    /// <summary>Stops taking events, finishes what has arrived, writes it and closes the sinks. What sinks do not take in time is lost, and logged.</summary>
    public async Task StopAsync()
    {
        try
        {
            await _drained.Value.WaitAsync(_options.StopPatience, _context.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            foreach (var sink in Sinks.Where(sink => sink.QueuedCount > 0 && _checkpoints is null && !sink.KeepsRest))
                _context.Log($"rule {Id}: sink {sink.Name}: {sink.QueuedCount} results are lost: {sink.LastError ?? "it was too slow"}");
            if (!_run.IsIdle)
                _context.Log($"rule {Id}: rows whose calls have not ended are lost");
        }

        await DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Stops at once; what is queued is lost.</summary>
    public async ValueTask DisposeAsync() => await _disposed.Value.ConfigureAwait(false);

    private IRuleRun Start(IRuleProgram program) => program.Start(
        new RuleStart(Id, _context.Time, _options.Zone, _options.KeyedState, _timers, this)
        {
            OpenLookup = request => Keep(_openLookup(request)),
            ReusesOutputRows = true,
            OnReady = () => _loop.Wake(),
            Cancellation = _stop.Token,
            Log = line => _context.Log($"rule {Id}: {line}"),
        });

    private LookupTable Keep(LookupTable table)
    {
        _tables.Add(table);
        table.Open();
        return table;
    }

    private void Report(string line, bool isLoss)
    {
        if (isLoss)
            Counters.CountLostConnection(line);
        _context.Log($"rule {Id}: {line}");
    }

    // What happens between two events waits until the calls of the rows before it have ended; an event, until there is room for its calls.
    private bool TryHandle(SourceItem item, long arrival)
    {
        if (item.Order is null ? !_run.HasRoom : !_run.IsIdle)
            return false;

        if (item.Order is { } order)
            order();
        else if (item.IsEnd)
            End(item.Input);
        else
            Handle(item, arrival);
        return true;
    }

    private void Handle(SourceItem item, long arrival)
    {

        if (Trace == TraceStrategy.None)
            HandleEvent(item, arrival);
        else
            HandleTraced(item, arrival);
    }

    private void HandleEvent(SourceItem item, long arrival)
    {
        var (source, decoder) = _inputs[item.Input];
        var rows = item.Batch is { } batch ? decoder.Decode(batch) : item.Row is { } row ? decoder.Decode(row, arrival) : decoder.Decode(item.Message, arrival);
        Counters.CountIn(rows.Length, arrival);
        Interlocked.Add(ref _rowsIn[item.Input], rows.Length);
        foreach (var error in decoder.Errors)
            FailToDecode(item, source.Input.Name, error.Message);
        TraceRows(rows);
        if (!rows.IsEmpty)
            _run.InputOf(item.Input).OnNext(rows);
    }

    private void End(int input)
    {
        _isEnded[input] = true;
        _run.InputOf(input).OnCompleted();
    }

    private async Task CompleteAsync()
    {
        // The loop ends by itself only where it fails, which is our bug and must not pass for an end.
        await await Task.WhenAny(_ended.Task, _loop.Completion).ConfigureAwait(false);
        await _drained.Value.ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
    }

    private async Task DrainAsync()
    {
        Disconnect();
        await _loop.DrainAsync().ConfigureAwait(false);
        _isLoopDrained = true;
        if (_checkpoints is { HoldsResults: true })
            await SaveLastAsync().ConfigureAwait(false);
        await Task.WhenAll(Sinks.Select(static sink => sink.DrainAsync())).ConfigureAwait(false);
    }

    // Sinks first: the loop may wait for room in one of their queues.
    private async Task DisposeOnceAsync()
    {
        Disconnect();
        await _stop.CancelAsync().ConfigureAwait(false);
        foreach (var sink in Sinks)
            await sink.DisposeAsync().ConfigureAwait(false);
        if (_checkpoints is { HoldsResults: false })
            await SaveLastAsync().ConfigureAwait(false);
        await _loop.DisposeAsync().ConfigureAwait(false);
        foreach (var table in _tables)
            await table.DisposeAsync().ConfigureAwait(false);
        _ended.TrySetResult();
    }

    private void Disconnect()
    {
        _checkpointAlarm?.Dispose();
        foreach (var link in _links)
            link.Dispose();
    }
}
