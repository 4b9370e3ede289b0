namespace CompiledRules.Sql.Planning;

/// <summary>The options of a rule that change what its SQL means or how it is planned.</summary>
/// <param name="LateTolerance">How far events may come out of order before they count as late, in milliseconds.</param>
/// <param name="SendError">Whether errors go on to the sinks as <c>{"error": …}</c>.</param>
/// <param name="SendNilField">Whether columns without a value are written as null instead of left out.</param>
/// <param name="SendMetaToSink">Whether rows carry the metadata of their event under <c>__meta</c>.</param>
/// <param name="IsTemp">Whether the rule may read streams that are defined as TEMP.</param>
/// <param name="DisableBufferFullDiscard">Whether a full queue holds its producer up instead of dropping; impossible on a shared stream.</param>
/// <param name="IdleTimeout">After how many milliseconds a silent stream no longer holds the event time of the others; null for never.</param>
/// <param name="FlushAtEnd">Whether open windows and rows held back for their event time are emitted when all streams have ended.</param>
public sealed record RuleOptions(
    bool IsEventTime = false,
    long LateTolerance = 1_000,
    bool SendError = false,
    bool SendNilField = false,
    bool SendMetaToSink = false,
    bool IsTemp = false,
    bool DisableBufferFullDiscard = false,
    long? IdleTimeout = null,
    bool FlushAtEnd = true)
{
    public static RuleOptions Default { get; } = new();

    /// <summary>Calls of one place in the statement into other processes that are under way at once; positive.</summary>
    public int CallConcurrency { get; init; } = 64;

    /// <summary>Whether rows go on in the order in which their calls end, not in that in which they came; those that go into a window keep their order in any case.</summary>
    public bool IsCallOrderFree { get; init; }

    public PlanOptimizeStrategy PlanOptimizeStrategy { get; init; } = new();
}

/// <summary>How a rule is planned; none of it but the first three changes results.</summary>
/// <param name="DisableAliasRefCal">Whether an alias is hidden from the other items of its select list.</param>
/// <param name="EnableSendSlidingWindowTwice">Whether a sliding window with a delay is sent at its trigger and again when the delay is over.</param>
/// <param name="FilterBelowOuterJoins">
/// Whether a condition of WHERE on one source acts before an outer join, so that unmatched rows survive it with nulls, as the dialect has it;
/// otherwise it acts on joined rows, as in ANSI SQL.
/// </param>
/// <param name="EnableIncrementalWindow">A hint: aggregates are incremental wherever that gives the same result.</param>
/// <param name="DisableOptimizeRules">Rewrites to leave out, by their name in the dialect (<c>predicatePushDown</c>, <c>columnPruner</c>) or their own.</param>
public sealed record PlanOptimizeStrategy(
    bool DisableAliasRefCal = false,
    bool EnableSendSlidingWindowTwice = false,
    bool FilterBelowOuterJoins = true,
    bool EnableIncrementalWindow = false,
    EquatableArray<string> DisableOptimizeRules = default);
