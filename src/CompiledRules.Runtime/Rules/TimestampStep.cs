using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Rules;

/// <summary>Takes the event time of each row out of a column.</summary>
public sealed class TimestampStep(Func<Row, RuleContext, long> timeOf, RuleContext context, IWindowObserver<Row> next) : IWindowObserver<Row>
{
    private readonly RowOutput<Row> _rows = new();

    public void OnWindow(ReadOnlySpan<Row> rows, WindowRange range)
    {
        _rows.Clear();
        foreach (var row in rows)
            Add(row);
        if (!_rows.Rows.IsEmpty)
            next.OnWindow(_rows.Rows, range);
    }

    private void Add(Row row)
    {
        try
        {
            // A copy: a shared row may have another time in another rule.
            _rows.Add(new Row(row.Slots, timeOf(row, context), row.Metadata));
        }
#pragma warning disable CA1031 // A row without a usable time is an error of that one row.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            context.Report(exception, row);
        }
    }
}
