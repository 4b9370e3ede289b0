using System.ComponentModel;
using CompiledRules.Runtime.Aggregation;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;
using CompiledRules.State;

namespace CompiledRules.Runtime.Programs;

/// <summary>A window and the groups above it as one step: rows are folded as they arrive, and not kept.</summary>
/// <param name="fold">Adds a batch to groups.</param>
/// <param name="isKeyed">Otherwise one group stands for the window, also for an empty one.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GroupedWindowStage<TRow, TFirst, TKey, TComparer, TState>(
    Stage<TRow> input, WindowSpec window, RowLoop<TRow, GroupSet<TFirst, TKey, TComparer, TState>> fold, bool isKeyed) : Stage<Group<TFirst, TKey, TState>>
    where TComparer : struct, IKeyComparer<TKey>
    where TState : struct, IStateful
{
    public override void Connect(RunScope run, IWindowObserver<Group<TFirst, TKey, TState>> next)
    {
        var entry = new WindowEntry<Group<TFirst, TKey, TState>>(run.Context, next);
        var contents = new GroupedContents<TRow, TFirst, TKey, TComparer, TState>(fold, isKeyed, run.Context, entry);
        input.Connect(run, new WindowStep<TRow>(run.Open(Create(run, contents)), run.Mode, UnitRows.TimeOf<TRow>(), null, run.Timers, run.Context));
    }

    private Window<TRow> Create(RunScope run, IWindowContents<TRow> contents) => window.Kind switch
    {
        WindowKind.Tumbling => TimeWindows.Tumbling(run, window, contents),
        WindowKind.Session => TimeWindows.Session(run, window, contents),
        WindowKind.Count => new CountedWindow<TRow>(run.Mode, window.Length, run.Timers, contents),
        _ => throw new InvalidOperationException($"No incremental form of {window.Kind}"),
    };
}
