using CompiledRules.Hosting.Checkpoints;
using CompiledRules.Runtime.Rules;
using CompiledRules.State;

namespace CompiledRules.Hosting;

/// <summary>How a rule is run, apart from what it computes.</summary>
public sealed record RunningRuleOptions
{
    /// <summary>Events that may wait before the rule.</summary>
    public int BufferLength { get; init; } = 1024;

    /// <summary>What happens to an event that finds the buffer before the rule full, and to a result that finds the queue of a sink full.</summary>
    /// <remarks>A sink that cannot be reached never blocks the rule: its oldest result goes and is counted.</remarks>
    public OverflowPolicy Overflow { get; init; } = OverflowPolicy.Block;

    /// <summary>Whether errors of rows go to the sinks too, as <c>{"error": …}</c>.</summary>
    public bool SendError { get; init; }

    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Local;

    public IKeyedState KeyedState { get; init; } = new KeyedState();

    /// <summary>How long a stop waits for sinks to take what is queued; what is left then is dropped and counted.</summary>
    public TimeSpan StopPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What becomes of rows and results when the process is killed. Above at most once, buffers that are full hold up the source whatever <see cref="Overflow"/> says.</summary>
    public DeliveryGuarantee Delivery { get; init; }

    /// <summary>From one checkpoint to the next; under exactly once also what results wait for.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMinutes(5);
}
