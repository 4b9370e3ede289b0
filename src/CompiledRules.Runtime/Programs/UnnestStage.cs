using System.ComponentModel;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Programs;

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class UnnestStage(Stage<Row> input, int slot, int spreadSlot, string function, RowLayout layout) : Stage<Row>
{
    public override void Connect(RunScope run, IWindowObserver<Row> next) =>
        input.Connect(run, new CollectionUnnest(slot, spreadSlot, function, layout, run.Context, next));
}
