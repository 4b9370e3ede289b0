using System.ComponentModel;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Programs;

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ProjectStage<TUnit, TOut>(Stage<TUnit> input, Action<TUnit, RuleContext, RowOutput<TOut>> project) : Stage<TOut>
{
    public override void Connect(RunScope run, IWindowObserver<TOut> next) => input.Connect(run, new CollectionProjection<TUnit, TOut>(project, run.Context, next));
}
