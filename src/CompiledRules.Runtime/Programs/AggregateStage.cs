using System.ComponentModel;
using CompiledRules.Runtime.Aggregation;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;
using CompiledRules.State;

namespace CompiledRules.Runtime.Programs;

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class AggregateStage<TUnit, TFirst, TKey, TComparer, TState>(
    Stage<TUnit> input, RowLoop<TUnit, GroupSet<TFirst, TKey, TComparer, TState>> fold, bool isKeyed) : Stage<Group<TFirst, TKey, TState>>
    where TComparer : struct, IKeyComparer<TKey>
    where TState : struct, IStateful
{
    public override void Connect(RunScope run, IWindowObserver<Group<TFirst, TKey, TState>> next) =>
        input.Connect(run, new CollectionAggregate<TUnit, TFirst, TKey, TComparer, TState>(fold, isKeyed, run.Context, next));
}
