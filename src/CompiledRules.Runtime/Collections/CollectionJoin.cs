using CompiledRules.Runtime.Joins;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Collections;

/// <summary>Joins the rows of a collection, source by source, in the order in which they are written.</summary>
/// <remarks>A collection without result is not handed on.</remarks>
public sealed class CollectionJoin(IReadOnlyList<JoinStep> steps, RuleContext context, IWindowObserver<JoinedRow> next) : IWindowObserver<TaggedRow>
{
    public void OnWindow(ReadOnlySpan<TaggedRow> rows, WindowRange range)
    {
        var joined = RowsOf(rows, 0).Select(static row => JoinedRow.Of(0, row)).ToArray();
        foreach (var step in steps)
            joined = Join(joined, [.. RowsOf(rows, step.Right)], step);

        if (joined.Length > 0)
            next.OnWindow(joined, range);
    }

    private static List<Row> RowsOf(ReadOnlySpan<TaggedRow> rows, int source)
    {
        var found = new List<Row>();
        foreach (var row in rows)
        {
            if (row.Source == source)
                found.Add(row.Row);
        }

        return found;
    }

    private JoinedRow[] Join(JoinedRow[] left, Row[] right, JoinStep step)
    {
        var result = new Result(step.Right);
        Func<JoinedRow, Row, bool>? on = step.On is null ? null : (row, other) => step.On(row.With(step.Right, other), context);
        new NestedLoopJoin<JoinedRow, Row>(on).Run(step.Kind, left, right, result);
        return [.. result.Rows];
    }

    private sealed class Result(int right) : IJoinObserver<JoinedRow, Row>
    {
        public List<JoinedRow> Rows { get; } = [];

        public void OnPair(JoinedRow left, Row other) => Rows.Add(left.With(right, other));

        public void OnLeft(JoinedRow left) => Rows.Add(left);

        public void OnRight(Row other) => Rows.Add(JoinedRow.Of(right, other));
    }
}
