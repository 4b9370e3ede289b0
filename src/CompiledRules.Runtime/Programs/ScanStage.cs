using System.ComponentModel;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Programs;

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScanStage<TRow>(int input, int source, Func<Row, RuleContext, long>? timestamp) : Stage<TRow>
{
    public override void Connect(RunScope run, IWindowObserver<TRow> next)
    {
        if (timestamp is not null)
            next = (IWindowObserver<TRow>)(object)new TimestampStep(timestamp, run.Context, (IWindowObserver<Row>)next);
        var onCompleted = run.AddStream(source);
        run.Inputs[input] = next is IEntryStep<TRow> entry && entry.TryBegin(onCompleted) ? entry : new InputStep<TRow>(run.Context, next, onCompleted);
    }
}
