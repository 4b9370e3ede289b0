using System.ComponentModel;
using CompiledRules.Runtime.Aggregation;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;
using CompiledRules.State;

namespace CompiledRules.Runtime.Programs;

/// <summary>A window and the groups above it as one step: rows are folded as they arrive, and not kept.</summary>
/// <param name="merge">Combines the states of two panes; needed by hopping windows only.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GroupedWindowStage<TRow, TKey, TComparer, TState>(
    Stage<TRow> input,
    WindowSpec window,
    Func<TRow, RuleContext, TKey>? keyOf,
    Action<TRow, Group<TRow, TState>, RuleContext> fold,
    MergeStates<TState>? merge) : Stage<Group<TRow, TState>>
    where TComparer : struct, IEqualityComparer<TKey>
    where TState : struct, IStateful
{
    private readonly GroupFold<TRow, TKey, TState> _parts = new(keyOf, fold);

    public override void Connect(RunScope run, IWindowObserver<Group<TRow, TState>> next)
    {
        var entry = new WindowEntry<Group<TRow, TState>>(run.Context, next);
        var parts = _parts with { KeepsGroups = run.KeepsUnits };
        input.Connect(run, new WindowStep<TRow>(run.Open(Create(run, parts, entry)), run.Mode, UnitRows.RowOf<TRow>(), null, run.Timers, run.Context));
    }

    private Window<TRow> Create(RunScope run, GroupFold<TRow, TKey, TState> parts, WindowEntry<Group<TRow, TState>> entry)
    {
        if (window.Kind == WindowKind.Hopping)
        {
            var panes = (int)(window.Length / window.Second!.Value);
            return TimeWindows.Hopping(run, window, new GroupedPanes<TRow, TKey, TComparer, TState>(panes, parts, merge!, UnitRows.Codec<TRow>(), run.Context, entry));
        }

        var contents = new GroupedContents<TRow, TKey, TComparer, TState>(parts, UnitRows.Codec<TRow>(), run.Context, entry);
        return window.Kind switch
        {
            WindowKind.Tumbling => TimeWindows.Tumbling(run, window, contents),
            WindowKind.Session => TimeWindows.Session(run, window, contents),
            WindowKind.Count => new CountedWindow<TRow>(run.Mode, window.Length, run.Timers, contents),
            _ => throw new InvalidOperationException($"No incremental form of {window.Kind}"),
        };
    }
}
