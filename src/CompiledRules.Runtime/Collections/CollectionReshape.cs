using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Collections;

/// <summary>Moves the values of rows to other slots.</summary>
/// <param name="slots">Where each slot's value comes from; -1 for none.</param>
/// <param name="whole">The columns of the rows that come, where a last slot takes the entire row as an object; null otherwise.</param>
public sealed class CollectionReshape(int[] slots, OutputLayout? whole, IWindowObserver<Row> next) : IWindowObserver<Row>
{
    private readonly RowOutput<Row> _rows = new();

    public void OnWindow(ReadOnlySpan<Row> rows, WindowRange range)
    {
        _rows.Clear();
        foreach (var row in rows)
            _rows.Add(Reshape(row));
        next.OnWindow(_rows.Rows, range);
    }

    private Row Reshape(Row row)
    {
        var values = new SqlValue[slots.Length + (whole is null ? 0 : 1)];
        for (var i = 0; i < slots.Length; i++)
            values[i] = slots[i] < 0 ? SqlValue.Missing : row.Slots[slots[i]];
        if (whole is not null)
            values[^1] = whole.ToObject(row);
        return new Row(values, row.Timestamp, row.Metadata);
    }
}
