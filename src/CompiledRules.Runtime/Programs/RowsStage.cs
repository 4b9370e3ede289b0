using System.ComponentModel;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Programs;

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RowsStage<TIn, TOut>(Stage<TIn> input, RowLoop<TIn, RowOutput<TOut>> loop) : Stage<TOut>
{
    public override void Connect(RunScope run, IWindowObserver<TOut> next) => 
        input.Connect(run, new RowStep<TIn, TOut>(loop, run.Context, next, run.ReusesOutputRows && next is OutputStep<TOut>));
}
