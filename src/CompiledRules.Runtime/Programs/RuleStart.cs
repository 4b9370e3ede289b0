using System.ComponentModel;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Time;
using CompiledRules.State;

namespace CompiledRules.Runtime.Programs;

/// <summary>Where a run gets its surroundings from.</summary>
/// <param name="Timers">Advanced by whoever drives the run, before each batch.</param>
/// <param name="Output">Takes results and row errors.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record RuleStart<TOut>(
    string RuleId, TimeProvider Time, TimeZoneInfo Zone, IKeyedState KeyedState, RuleTimers Timers, IRuleOutput<TOut> Output)
{
    /// <summary>Opens a lookup table for the rule; null where there is none.</summary>
    public Func<LookupRequest, ITableLookup>? OpenLookup { get; init; }

    /// <summary>Whether <see cref="Output"/> keeps no row beyond the call that hands it out, so that the run may fill it anew.</summary>
    public bool ReusesOutputRows { get; init; }

    /// <summary>Called from any thread when calls of functions or lookups have ended: <see cref="IRuleRun.Resume"/> has to follow where the run is driven.</summary>
    public Action OnReady { get; init; } = static () => { };

    /// <summary>Signalled when the run is given up; calls under way are cancelled, and their rows are lost.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Takes what functions write to the rule's log.</summary>
    public Action<string> Log { get; init; } = static _ => { };
}
