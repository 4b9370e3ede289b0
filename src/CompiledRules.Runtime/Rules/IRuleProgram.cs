using System.Collections.Immutable;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Time;
using CompiledRules.State;

namespace CompiledRules.Runtime.Rules;

/// <summary>A compiled rule over rows of slots. It has no state of its own: each start gives a run that does.</summary>
public interface IRuleProgram
{
    /// <summary>The streams and scan tables that the rule reads, in the order of FROM and JOIN.</summary>
    ImmutableArray<RuleInput> Inputs { get; }

    OutputLayout Output { get; }

    /// <summary>Whether a run may keep rows that are handed in. Where it does not, the host may fill a row anew when <c>OnNext</c> has returned.</summary>
    bool KeepsInputRows => true;

    /// <summary>Whether a run may keep values of rows that are handed in, or hand them on later. Where it does not, the host may let a text change when results have been taken.</summary>
    bool KeepsInputValues => true;

    /// <summary>Makes a run. Nothing is called on it from other threads than the rule's loop.</summary>
    IRuleRun Start(RuleStart start);
}

/// <param name="Name">The name of the stream or table as declared.</param>
/// <param name="Layout">What a decoder has to deliver.</param>
/// <param name="IsTable">Whether its rows are kept and joined rather than run through the rule.</param>
public sealed record RuleInput(string Name, RowLayout Layout, bool IsTable);

/// <summary>Where a run gets its surroundings from.</summary>
/// <param name="Timers">Advanced by whoever drives the run, before each batch.</param>
/// <param name="Output">Takes results and row errors, on the rule's loop.</param>
public sealed record RuleStart(
    string RuleId, TimeProvider Time, TimeZoneInfo Zone, IKeyedState KeyedState, RuleTimers Timers, IRuleOutput<Row> Output)
{
    /// <summary>Opens a lookup table for the rule; null where the host has none.</summary>
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

/// <summary>What a rule wants of a lookup table.</summary>
/// <param name="Keys">The columns that are asked for by value, in the order in which values come.</param>
/// <param name="Layout">The rows to give.</param>
public sealed record LookupRequest(string Table, ImmutableArray<string> Keys, RowLayout Layout);

/// <summary>A rule that runs.</summary>
/// <remarks><see cref="IStateful.Load"/> comes, if at all, before <see cref="Open"/>.</remarks>
public interface IRuleRun : IStateful
{
    /// <summary>Whether the run takes more rows. Where too many wait for calls, whoever drives it keeps rows back until after <see cref="Resume"/>.</summary>
    bool HasRoom => true;

    /// <summary>Whether no row waits for a call. A state is saved, and a program replaced, only then.</summary>
    bool IsIdle => true;

    /// <summary>Begins: windows align, deadlines are set.</summary>
    void Open();

    /// <summary>Lets go what has waited for calls that have ended.</summary>
    void Resume()
    {
    }

    /// <param name="input">Index into <see cref="IRuleProgram.Inputs"/>.</param>
    IBatchObserver<Row> InputOf(int input);
}
