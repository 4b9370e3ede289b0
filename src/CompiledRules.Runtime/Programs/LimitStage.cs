using System.ComponentModel;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Programs;

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LimitStage<TUnit>(Stage<TUnit> input, long count) : Stage<TUnit>
{
    public override void Connect(RunScope run, IWindowObserver<TUnit> next) => input.Connect(run, new CollectionLimit<TUnit>(count, next));
}
