using System.ComponentModel;
using CompiledRules.Runtime.Calls;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Programs;

/// <summary>Calls of functions of other processes, made with each unit.</summary>
/// <param name="part">The part of a joined row that takes the results; unused for other units.</param>
/// <param name="isCollective">Whether units come in collections.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CallStage<TIn, TOut>(Stage<TIn> input, UnitCall<TIn>[] calls, int part, bool isCollective) : Stage<TOut>
{
    private readonly CallSlots<TIn, TOut> _slots = CallSlots<TIn, TOut>.Of(part);

    public override void Connect(RunScope run, IWindowObserver<TOut> next) => run.Hold(
        (times, order) => new CallStep<TIn, TOut>(calls, _slots, isCollective, order, run.Context, times, run.Calls, next),
        step => input.Connect(run, step));
}
