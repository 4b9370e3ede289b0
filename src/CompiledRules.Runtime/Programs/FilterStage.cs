using System.ComponentModel;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Programs;

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class FilterStage<TUnit>(Stage<TUnit> input, Func<TUnit, RuleContext, bool> predicate, bool isOfWhole) : Stage<TUnit>
{
    public override void Connect(RunScope run, IWindowObserver<TUnit> next) => input.Connect(run, new CollectionFilter<TUnit>(predicate, isOfWhole, run.Context, next));
}
