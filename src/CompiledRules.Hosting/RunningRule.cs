using System.Collections.Immutable;
using CompiledRules.Formats;
using CompiledRules.Hosting.Output;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Time;
using CompiledRules.State;

namespace CompiledRules.Hosting;

/// <summary>How a rule is run, apart from what it computes.</summary>
public sealed record RunningRuleOptions
{
    /// <summary>Events that may wait before the rule.</summary>
    public int BufferLength { get; init; } = 1024;

    /// <summary>What happens to an event that finds the buffer full.</summary>
    public OverflowPolicy Overflow { get; init; } = OverflowPolicy.Block;

    /// <summary>Whether errors of rows go to the sinks too, as <c>{"error": …}</c>.</summary>
    public bool SendError { get; init; }

    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Local;

    public IKeyedState KeyedState { get; init; } = new KeyedState();
}

/// <summary>A rule between its sources and its sinks, from start to stop.</summary>
/// <remarks>
/// Sources hand in from their own threads; one loop decodes, runs the rule and gives each result to every sink's own queue. The rule ends when all its
/// streams have ended, or when it is stopped. Nothing a row does ends it.
/// </remarks>
public sealed class RunningRule : IRuleOutput<Row>, IAsyncDisposable
{
    private readonly OutputLayout _layout;
    private readonly IReadOnlyList<SinkWriter> _sinks;
    private readonly RunningRuleOptions _options;
    private readonly ConnectorContext _context;
    private readonly IRuleRun _run;
    private readonly RuleLoop<SourceItem> _loop;
    private readonly InputDecoder[] _decoders;
    private readonly ImmutableArray<IDisposable> _subscriptions;
    private readonly bool[] _isEnded;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningRule(
        string id, IRuleProgram program, IReadOnlyList<StreamSource> sources, IReadOnlyList<SinkWriter> sinks, FormatRegistry formats, RunningRuleOptions options, ConnectorContext context)
    {
        Id = id;
        _layout = program.Output;
        _sinks = sinks;
        _options = options;
        _context = context;
        _decoders = [.. sources.Select(source => new InputDecoder(source, formats))];
        _isEnded = [.. sources.Select(static source => source.Input.IsTable)];

        var timers = new RuleTimers(context.Time.GetUtcNow().ToUnixTimeMilliseconds());
        _run = program.Start(new RuleStart(id, context.Time, options.Zone, options.KeyedState, timers, this));
        _loop = new RuleLoop<SourceItem>(options.BufferLength, options.Overflow, context.Time, timers, Handle);
        _subscriptions = [.. sources.Select(Subscribe)];
    }

    public string Id { get; }

    public RuleCounters Counters { get; } = new();

    /// <summary>Events that the full buffer has pushed out.</summary>
    public long DroppedCount => _loop.DroppedCount;

    /// <summary>Ends when every stream has ended and the last result has been written.</summary>
    public Task Completion => CompleteAsync();

    /// <param name="sources">One per input of the program, in its order.</param>
    /// <exception cref="OptionException">A format or one of its options cannot be used.</exception>
    public static RunningRule Start(
        string id, IRuleProgram program, IReadOnlyList<StreamSource> sources, IReadOnlyList<SinkWriter> sinks, FormatRegistry formats, RunningRuleOptions options, ConnectorContext context)
    {
        var rule = new RunningRule(id, program, sources, sinks, formats, options, context);
        rule._run.Open();
        rule._loop.Start();

        // Tables first, so that what they have at once is there for the first event.
        foreach (var (_, subscription) in sources.Zip(rule._subscriptions).OrderBy(static pair => pair.First.Input.IsTable ? 0 : 1))
            ((ISourceConnection)subscription).Connect();
        return rule;
    }

    /// <summary>Stops taking events, finishes what has arrived and closes the sinks.</summary>
    public async Task StopAsync()
    {
        Disconnect();
        await _loop.DrainAsync().ConfigureAwait(false);
        await Task.WhenAll(_sinks.Select(static sink => sink.DrainAsync())).ConfigureAwait(false);
        _ended.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        Disconnect();
        await _loop.DisposeAsync().ConfigureAwait(false);
        foreach (var sink in _sinks)
            await sink.DisposeAsync().ConfigureAwait(false);
        _ended.TrySetResult();
    }

    void IRuleOutput<Row>.OnRows(ReadOnlySpan<Row> rows)
    {
        Counters.CountOut(rows.Length);
        foreach (var row in rows)
            Post([_layout.ToObject(row)]);
    }

    void IRuleOutput<Row>.OnCollection(ReadOnlySpan<Row> rows)
    {
        Counters.CountOut(rows.Length);
        var objects = new SqlObject[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            objects[i] = _layout.ToObject(rows[i]);
        Post(objects);
    }

    void IRuleOutput<Row>.OnError(RowError error) => Fail(error.Message);

    void IRuleOutput<Row>.OnCompleted() => _ended.TrySetResult();

    private void Post(IReadOnlyList<SqlObject> rows)
    {
        foreach (var sink in _sinks)
            sink.Post(rows);
    }

    private void Fail(string message)
    {
        Counters.CountError(message);
        _context.Log($"rule {Id}: {message}");
        if (_options.SendError)
            Post([SqlObject.FromArrays(["error"], [message])]);
    }

    private IDisposable Subscribe(StreamSource source, int input) => source.Connector switch
    {
        SourceConnector.Messages messages => new SourceConnection<SourceMessage>(this, input, source.Input.Name, messages.Source, message => _loop.Post(new SourceItem(input, message))),
        SourceConnector.Rows rows => new SourceConnection<SourceRow>(this, input, source.Input.Name, rows.Source, row => _loop.Post(new SourceItem(input, row))),
        _ => throw new InvalidOperationException($"No subscription for {source.Connector.GetType().Name}"),
    };

    private void Handle(SourceItem item, long arrival)
    {
        if (item.IsEnd)
        {
            End(item.Input);
            return;
        }

        var decoder = _decoders[item.Input];
        var rows = item.Row is { } row ? decoder.Decode(row, arrival) : decoder.Decode(item.Message, arrival);
        Counters.CountIn(rows.Length);
        foreach (var error in decoder.Errors)
            Fail(error.Message);
        if (!rows.IsEmpty)
            _run.InputOf(item.Input).OnNext(rows);
    }

    private void End(int input)
    {
        _run.InputOf(input).OnCompleted();
        _isEnded[input] = true;
        if (Array.TrueForAll(_isEnded, static isEnded => isEnded))
            _ended.TrySetResult();
    }

    private async Task CompleteAsync()
    {
        await _ended.Task.ConfigureAwait(false);
        await StopAsync().ConfigureAwait(false);
    }

    private void Disconnect()
    {
        foreach (var subscription in _subscriptions)
            subscription.Dispose();
    }

    private interface ISourceConnection : IDisposable
    {
        void Connect();
    }

    private sealed class SourceConnection<T> : ISourceConnection
    {
        private readonly SourceSubscription<T> _subscription;

        public SourceConnection(RunningRule rule, int input, string name, ISource<T> source, Action<T> post) => _subscription = new SourceSubscription<T>(
            source,
            rule._context.Time,
            post,
            () => rule._loop.Post(SourceItem.End(input)),
            (error, pause) => rule.Lose(name, error, pause));

        public void Connect() => _subscription.Connect();

        public void Dispose() => _subscription.Dispose();
    }

    private void Lose(string stream, Exception error, TimeSpan pause)
    {
        Counters.CountLostConnection(error.Message);
        _context.Log($"stream {stream}: {error.Message}; next attempt in {pause.TotalSeconds:0.#} s");
    }

    private readonly record struct SourceItem(int Input, SourceMessage Message, SourceRow? Row, bool IsEnd)
    {
        public SourceItem(int input, SourceMessage message)
            : this(input, message, null, false)
        {
        }

        public SourceItem(int input, SourceRow row)
            : this(input, default, row, false)
        {
        }

        public static SourceItem End(int input) => new(input, default, null, true);
    }
}
