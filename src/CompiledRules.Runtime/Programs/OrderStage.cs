using System.ComponentModel;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Programs;

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class OrderStage<TUnit>(Stage<TUnit> input, Func<TUnit, RuleContext, SqlValue[]> keys, bool[] isDescending) : Stage<TUnit>
{
    public override void Connect(RunScope run, IWindowObserver<TUnit> next) => input.Connect(run, new CollectionOrder<TUnit>(keys, isDescending, run.Context, next));
}
