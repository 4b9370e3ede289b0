using System.ComponentModel;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Programs;

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JoinStage(Stage<TaggedRow> input, IReadOnlyList<JoinStep> steps) : Stage<JoinedRow>
{
    public Stage<JoinedRow> Then(JoinStep step) => new JoinStage(input, [.. steps, step]);

    public override void Connect(RunScope run, IWindowObserver<JoinedRow> next) => input.Connect(run, new CollectionJoin(steps, run.Context, next));
}
