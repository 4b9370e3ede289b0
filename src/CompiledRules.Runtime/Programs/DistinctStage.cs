using System.ComponentModel;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Programs;

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class DistinctStage(Stage<Row> input) : Stage<Row>
{
    public override void Connect(RunScope run, IWindowObserver<Row> next) => input.Connect(run, new CollectionDistinct(next));
}
