using CompiledRules.Runtime.Calls;

namespace CompiledRules.Runtime.Programs;

/// <summary>The options of a rule that its run asks for.</summary>
/// <param name="IsEventTime">Whether time is in the rows rather than that of the clock.</param>
/// <param name="LateTolerance">How far events may come out of order before they count as late, in milliseconds.</param>
/// <param name="IdleTimeout">After how many milliseconds a silent stream no longer holds the event time of the others; null for never.</param>
/// <param name="FlushAtEnd">Whether open windows and rows held back for their event time are emitted when all streams have ended.</param>
/// <param name="SendsSlidingWindowTwice">Whether a sliding window with a delay is sent at its trigger and again when the delay is over.</param>
public sealed record ProgramOptions(
    bool IsEventTime = false, long LateTolerance = 1_000, long? IdleTimeout = null, bool FlushAtEnd = true, bool SendsSlidingWindowTwice = false)
{
    public const int DefaultCallConcurrency = 64;

    /// <summary>Calls of one place in the statement that are under way at once; positive.</summary>
    public int CallConcurrency { get; init; } = DefaultCallConcurrency;

    /// <summary>The order in which rows go on after calls; those that go into a window always keep theirs.</summary>
    public CallOrder CallOrder { get; init; }

    public static ProgramOptions Default { get; } = new();
}
