using System.ComponentModel;
using CompiledRules.Runtime.Aggregation;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;
using CompiledRules.State;

namespace CompiledRules.Runtime.Programs;

/// <summary>A sliding window and the aggregates over all of its rows as one step.</summary>
/// <param name="triggers">The condition of <c>OVER(WHEN …)</c>, or null.</param>
/// <param name="fold">Adds rows to the only group of a set.</param>
/// <param name="merge">Adds later rows to earlier ones.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class AggregatedSlideStage<TRow, TFirst, TState>(
    Stage<TRow> input, WindowSpec window, Func<TRow, RuleContext, bool>? triggers, RowLoop<TRow, GroupSet<TFirst, long, IntegerKeyComparer, TState>> fold, MergeStates<TState> merge)
    : Stage<Group<TFirst, long, TState>>
    where TState : struct, IStateful
{
    public override void Connect(RunScope run, IWindowObserver<Group<TFirst, long, TState>> next)
    {
        var sliding = run.Open(TimeWindows.Sliding(run, window, Contents(run, next)));
        input.Connect(run, new WindowStep<TRow>(sliding, run.Mode, UnitRows.TimeOf<TRow>(), triggers, run.Timers, run.Context));
    }

    // Of a window that is sent twice, neither part ends with the last row.
    private ISlidingContents<TRow> Contents(RunScope run, IWindowObserver<Group<TFirst, long, TState>> next)
    {
        var codec = UnitRows.Codec<TRow>();
        if (!run.Options.SendsSlidingWindowTwice)
            return new AggregatedSlide<TRow, TFirst, TState>(fold, merge, codec, run.Context, new WindowEntry<Group<TFirst, long, TState>>(run.Context, next));

        var aggregate = new CollectionAggregate<TRow, TFirst, long, IntegerKeyComparer, TState>(fold, false, run.Context, next);
        return new BufferedSlide<TRow>(codec, new WindowEntry<TRow>(run.Context, aggregate));
    }
}
