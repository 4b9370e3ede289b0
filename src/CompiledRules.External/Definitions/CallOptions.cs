namespace CompiledRules.External.Definitions;

/// <summary>How one function is called. Set per interface in <c>options</c>, and per function in its own <c>options</c>.</summary>
public sealed record CallOptions
{
    public static CallOptions Default { get; } = new();

    /// <summary>For one attempt.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For all attempts and the waits between them; null for no bound but theirs.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Attempts in all; 0 and 1 both mean that nothing is repeated.</summary>
    public int RetryCount { get; init; }

    /// <summary>The wait before the first repetition; it doubles from one to the next and varies at random when <see cref="RetryBackoff"/> is set.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether waits grow and are spread at random; otherwise every wait is <see cref="RetryInterval"/>.</summary>
    public bool RetryBackoff { get; init; }

    /// <summary>Whether a reply that says "busy, come again" (gRPC UNAVAILABLE, HTTP 408, 429, 502, 503, 504) is repeated too, not only a lost connection.</summary>
    public bool RetryBusy { get; init; }

    /// <summary>Null for none.</summary>
    public BreakerOptions? Breaker { get; init; }

    /// <summary>Calls of this function under way at once, over all rules; 0 for no limit. Those above wait their turn.</summary>
    public int MaxConcurrency { get; init; }

    /// <summary>Whether equal arguments give an equal result.</summary>
    public bool IsDeterministic { get; init; }

    /// <summary>Whether a call waits for an equal one under way instead of being made. Follows <see cref="IsDeterministic"/> where not set.</summary>
    public bool Coalesce { get; init; }

    /// <summary>Null for none.</summary>
    public CacheOptions? Cache { get; init; }

    public ErrorPolicy OnError { get; init; }

    /// <summary>How many arguments a call of a streaming rpc takes together; see <see cref="BatchOptions"/>.</summary>
    public BatchOptions? Batch { get; init; }
}

/// <summary>When to stop calling a service that fails, and for how long.</summary>
/// <param name="FailureRatio">Above 0, at most 1.</param>
/// <param name="MinimumCalls">Below this many calls within <paramref name="Sampling"/> nothing is concluded; at least 2.</param>
/// <param name="Sampling">At least half a second.</param>
/// <param name="Break">At least half a second.</param>
public sealed record BreakerOptions(double FailureRatio, int MinimumCalls, TimeSpan Sampling, TimeSpan Break);

/// <param name="Capacity">Results kept; the one used longest ago goes first.</param>
public sealed record CacheOptions(TimeSpan TimeToLive, int Capacity);

/// <summary>Calls that come together go over one bidirectional stream.</summary>
/// <param name="Size">At most this many in one exchange.</param>
public sealed record BatchOptions(int Size);

/// <summary>What a failed call does to its row.</summary>
public enum ErrorPolicy
{
    /// <summary>The row is an error of the rule.</summary>
    Fail,

    /// <summary>The call is null.</summary>
    Null,

    /// <summary>The row is dropped.</summary>
    Skip,

    /// <summary>The row is dropped and the call goes to the dead letters.</summary>
    DeadLetter,
}
