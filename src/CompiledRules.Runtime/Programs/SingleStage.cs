using System.ComponentModel;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Programs;

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SingleStage<TRow>(Stage<TRow> input) : Stage<TRow>
{
    public override void Connect(RunScope run, IWindowObserver<TRow> next) => input.Connect(run, new SingleStep<TRow>(UnitRows.RowOf<TRow>(), run.Context, next));
}
