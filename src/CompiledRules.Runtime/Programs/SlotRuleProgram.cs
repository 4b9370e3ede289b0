using System.Collections.Immutable;
using System.ComponentModel;
using CompiledRules.Runtime.Rules;

namespace CompiledRules.Runtime.Programs;

/// <summary>A compiled rule over rows of slots.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SlotRuleProgram(RuleProgram<Row> program, ImmutableArray<RuleInput> inputs, OutputLayout output, bool keepsInputRows, bool keepsInputValues = true) : IRuleProgram
{
    public ImmutableArray<RuleInput> Inputs { get; } = inputs;

    public OutputLayout Output { get; } = output;

    public bool KeepsInputRows { get; } = keepsInputRows;

    public bool KeepsInputValues { get; } = keepsInputValues;

    public IRuleRun Start(RuleStart start) => program.Start(
        new RuleStart<Row>(start.RuleId, start.Time, start.Zone, start.KeyedState, start.Timers, start.Output)
        {
            OpenLookup = start.OpenLookup,
            ReusesOutputRows = start.ReusesOutputRows,
            OnReady = start.OnReady,
            Cancellation = start.Cancellation,
            Log = start.Log,
        });
}
