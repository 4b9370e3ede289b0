using System.ComponentModel;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Programs;

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class MergeStage<TRow>(IReadOnlyList<Stage<TRow>> inputs) : Stage<TRow>
{
    public override void Connect(RunScope run, IWindowObserver<TRow> next)
    {
        foreach (var input in inputs)
            input.Connect(run, next);
    }
}
