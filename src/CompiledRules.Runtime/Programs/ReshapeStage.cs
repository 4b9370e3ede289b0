using System.ComponentModel;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Programs;

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ReshapeStage(Stage<Row> input, int[] slots, OutputLayout? whole) : Stage<Row>
{
    public override void Connect(RunScope run, IWindowObserver<Row> next) => input.Connect(run, new CollectionReshape(slots, whole, next));
}
