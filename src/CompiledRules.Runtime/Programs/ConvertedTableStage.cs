using System.ComponentModel;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Programs;

/// <summary>A table whose rows come as a C# type.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ConvertedTableStage<TRow>(
    Stage<TaggedRow> input, int table, int source, int retained, Func<Row, RuleContext, bool>? filter, RowLoop<TRow, RowOutput<Row>> convert) : Stage<TaggedRow>
{
    public override void Connect(RunScope run, IWindowObserver<TaggedRow> next)
    {
        var rows = new RetainedTable(source, retained, filter, run.Context);
        run.Inputs[table] = new InputStep<TRow>(run.Context, new RowStep<TRow, Row>(convert, run.Context, new Keeping(rows)), static () => { });
        input.Connect(run, new TableRows([rows], next));
    }

    private sealed class Keeping(RetainedTable table) : IWindowObserver<Row>
    {
        public void OnWindow(ReadOnlySpan<Row> rows, WindowRange range) => table.OnNext(rows);
    }
}
