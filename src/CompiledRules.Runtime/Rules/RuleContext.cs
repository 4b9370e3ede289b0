using CompiledRules.State;

namespace CompiledRules.Runtime.Rules;

/// <summary>One run of a rule: its clock, the row or window in hand, and where its errors go.</summary>
/// <remarks>Belongs to the rule's loop: not thread-safe.</remarks>
public sealed class RuleContext(
    string ruleId, TimeProvider time, TimeZoneInfo zone, IKeyedState keyedState, IReadOnlyList<RulePlace> places, Action<RowError> onError) : FunctionContext, IStateful
{
    private static readonly RulePlace s_unknown = new("", "", 0, 0);

    private readonly FunctionState _state = new();
    private IStateful?[] _sites = [];
    private long _eventTime;
    private SqlObject? _metadata;
    private WindowRange? _window;

    public override string RuleId => ruleId;

    public override long RuleStart { get; } = time.GetUtcNow().ToUnixTimeMilliseconds();

    public override TimeProvider Time => time;

    public override TimeZoneInfo Zone => zone;

    public override long EventTime => _eventTime;

    public override SqlObject? Metadata => _metadata;

    public override WindowRange? Window => _window;

    public override IKeyedState KeyedState => keyedState;

    public override IKeyedState State => _state;

    public override CancellationToken Stopping => Cancellation;

    /// <summary>The context of a rule that was built into an application.</summary>
    /// <param name="time">Null for the system's clock.</param>
    /// <param name="onError">Null for <see cref="UnobservedRowErrors"/>.</param>
    public static RuleContext ForApplication(string rule, IReadOnlyList<RulePlace> places, TimeProvider? time, Action<RowError>? onError) =>
        new(rule, time ?? TimeProvider.System, TimeZoneInfo.Utc, new KeyedState(), places, onError ?? (error => UnobservedRowErrors.Report(rule, error)));

    /// <summary>Index of the part of the SQL that runs, or -1.</summary>
    public int Place { get; set; } = -1;

    public HitStates Hits { get; } = new();

    /// <summary>Signalled when the run is given up.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Takes what functions write to the log.</summary>
    public Action<string> LogLine { get; init; } = static _ => { };

    public RuleConstants Constants { get; init; } = RuleConstants.None;

    /// <summary>The functions of other processes that the rule calls, by their number.</summary>
    public IReadOnlyList<IRemoteFunction> Functions { get; init; } = [];

    public void Save(IStateWriter writer)
    {
        writer.Section("calls", 2);
        Hits.Save(writer);
        foreach (var site in _sites)
            site?.Save(writer);
        _state.Save(writer);
    }

    public void Load(IStateReader reader)
    {
        var version = reader.Section("calls");
        Hits.Load(reader);
        foreach (var site in _sites)
            site?.Load(reader);
        if (version > 1)
            _state.Load(reader);
    }

    public override void Log(string line) => LogLine(line);

    /// <summary>Makes a row the one in hand.</summary>
    public void Enter(Row? row)
    {
        if (row is null)
            return;

        _eventTime = row.Timestamp;
        _metadata = row.Metadata;
    }

    /// <summary>Makes the arrival of a C# row the time in hand.</summary>
    public void EnterNow()
    {
        _eventTime = time.GetUtcNow().ToUnixTimeMilliseconds();
        _metadata = null;
    }

    /// <summary>Makes a window the one in hand; null leaves windows.</summary>
    public void Enter(WindowRange? window)
    {
        _window = window;
        if (window is { } range)
            _eventTime = range.Trigger;
    }

    internal UnitMark Mark() => new(_eventTime, _metadata, _window);

    internal void Enter(UnitMark mark) => (_eventTime, _metadata, _window) = mark;

    /// <summary>What a call site keeps from row to row.</summary>
    internal IStateful Site(int site) => _sites[site]!;

    /// <summary>Gives a call site its state, before the first row.</summary>
    public void Keep(int site, IStateful state)
    {
        if (site >= _sites.Length)
            Array.Resize(ref _sites, site + 1);
        _sites[site] = state;
    }

    /// <summary>Reports an error of the part of the SQL that ran last.</summary>
    public void Report(Exception exception, object? row)
    {
        var place = Place >= 0 && Place < places.Count ? places[Place] : s_unknown;
        var cause = exception is System.Reflection.TargetInvocationException { InnerException: { } inner } ? inner : exception;
        onError(new RowError(place.Describe(cause.Message), row, place.Expression, place.Start, place.Length, cause));
        Place = -1;
    }
}
