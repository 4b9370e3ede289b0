using System.ComponentModel;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Programs;

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class NumberStage<TUnit>(Stage<TUnit> input, IReadOnlyList<RowNumbering<TUnit>> calls) : Stage<Numbered<TUnit>>
{
    public override void Connect(RunScope run, IWindowObserver<Numbered<TUnit>> next) => input.Connect(run, new CollectionNumbers<TUnit>(calls, run.Context, next));
}
