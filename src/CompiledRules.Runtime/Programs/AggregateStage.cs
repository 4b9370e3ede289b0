using System.ComponentModel;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;
using CompiledRules.State;

namespace CompiledRules.Runtime.Programs;

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class AggregateStage<TUnit, TState>(
    Stage<TUnit> input, Func<TUnit, RuleContext, SqlValue[]>? key, Action<TUnit, Group<TUnit, TState>, RuleContext> fold) : Stage<Group<TUnit, TState>>
    where TState : struct, IStateful
{
    public override void Connect(RunScope run, IWindowObserver<Group<TUnit, TState>> next) =>
        input.Connect(run, new CollectionAggregate<TUnit, TState>(key, fold, run.Context, next));
}
