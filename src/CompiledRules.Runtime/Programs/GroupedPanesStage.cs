using System.ComponentModel;
using CompiledRules.Runtime.Aggregation;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;
using CompiledRules.State;

namespace CompiledRules.Runtime.Programs;

/// <summary>A hopping window and the groups above it as one step: rows are folded as they arrive, and not kept.</summary>
/// <param name="fold">Adds a batch to the groups of a pane.</param>
/// <param name="isKeyed">Otherwise one group stands for the window, also for an empty one.</param>
/// <param name="merge">Combines the states of two panes.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GroupedPanesStage<TRow, TFirst, TKey, TComparer, TState>(
    Stage<TRow> input, WindowSpec window, RowLoop<TRow, PaneSet<TFirst, TKey, TComparer, TState>> fold, bool isKeyed, MergeStates<TState> merge) : Stage<Group<TFirst, TKey, TState>>
    where TComparer : struct, IKeyComparer<TKey>
    where TState : struct, IStateful
{
    public override void Connect(RunScope run, IWindowObserver<Group<TFirst, TKey, TState>> next)
    {
        var entry = new WindowEntry<Group<TFirst, TKey, TState>>(run.Context, next);
        var panes = (int)(window.Length / window.Second!.Value);
        var contents = new GroupedPanes<TRow, TFirst, TKey, TComparer, TState>(panes, fold, isKeyed, merge, run.Context, entry);
        var hopping = run.Open(TimeWindows.Hopping(run, window, contents));
        input.Connect(run, new WindowStep<TRow>(hopping, run.Mode, UnitRows.TimeOf<TRow>(), null, run.Timers, run.Context));
    }
}
