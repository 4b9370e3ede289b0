using System.ComponentModel;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Programs;

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TableStage(Stage<TaggedRow> input, int table, int source, int retained, Func<Row, RuleContext, bool>? filter) : Stage<TaggedRow>
{
    public override void Connect(RunScope run, IWindowObserver<TaggedRow> next)
    {
        var rows = new RetainedTable(source, retained, filter, run.Context);
        run.Inputs[table] = rows;
        input.Connect(run, new TableRows([rows], next));
    }
}
