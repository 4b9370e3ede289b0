using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Collections;

/// <summary>Makes one output row per element of an array in a slot.</summary>
/// <remarks>An object is spread over the columns of the row, whose names it takes over; another element stays in the slot. Null and an empty array are an error of the row.</remarks>
/// <param name="slot">Holds the array; afterwards an element that is no object.</param>
/// <param name="spreadSlot">Takes the elements that are objects.</param>
public sealed class CollectionUnnest(int slot, int spreadSlot, string function, RowLayout layout, RuleContext context, IWindowObserver<Row> next) : IWindowObserver<Row>
{
    private readonly RowOutput<Row> _rows = new();

    public void OnWindow(ReadOnlySpan<Row> rows, WindowRange range)
    {
        _rows.Clear();
        foreach (var row in rows)
            Add(row);
        next.OnWindow(_rows.Rows, range);
    }

    private void Add(Row row)
    {
        var value = row.Slots[slot];
        if (value.Kind != SqlKind.Array || value.AsArray().Count == 0)
        {
            context.Report(new SqlException($"can't find the result from the {function} function"), row);
            return;
        }

        foreach (var item in value.AsArray())
            _rows.Add(new Row(SlotsOf(row, item), row.Timestamp, row.Metadata));
    }

    private SqlValue[] SlotsOf(Row row, SqlValue item)
    {
        var slots = (SqlValue[])row.Slots.Clone();
        slots[slot] = SqlValue.Missing;
        if (item.Kind != SqlKind.Object)
        {
            slots[slot] = item;
            return slots;
        }

        var map = item.AsObject();
        foreach (var name in map.Names)
        {
            if (layout.IndexOf(name) is >= 0 and var column)
                slots[column] = SqlValue.Missing;
        }

        var spread = slots[spreadSlot];
        slots[spreadSlot] = spread.Kind == SqlKind.Object ? SqlValue.From(Operators.RowObjects.Merge(map, spread.AsObject())) : SqlValue.From(map);
        return slots;
    }
}
