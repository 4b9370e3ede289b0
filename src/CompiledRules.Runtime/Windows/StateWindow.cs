using CompiledRules.Runtime.Time;
using CompiledRules.State;

namespace CompiledRules.Runtime.Windows;

/// <summary><c>STATEWINDOW(begin, emit)</c> and <c>STATEWINDOW(condition)</c>: rows between two conditions, per partition.</summary>
/// <remarks>
/// With two conditions a window opens with the row that fulfils the first and closes with the row that fulfils the second, both inside; the opening row is not
/// asked the second. With one condition each row that fulfils it closes the window before it and opens the next. Rows outside a window are dropped.
/// </remarks>
/// <param name="begins">Whether a row opens a window; an error counts as false.</param>
/// <param name="emits">Whether a row closes it; null for the form with one condition.</param>
/// <param name="partitionOf">The partition of a row; null for one partition.</param>
public sealed class StateWindow<TRow>(
    TimeMode mode,
    RuleTimers timers,
    Func<TRow, bool> begins,
    Func<TRow, bool>? emits,
    Func<TRow, SqlValue>? partitionOf,
    IRowCodec<TRow> codec,
    IWindowObserver<TRow> observer) : Window<TRow>(mode, timers)
{
    private readonly Dictionary<SqlValue, RowBuffer<TRow>> _open = [];

    public override void Add(TRow row, long timestamp, bool triggers = true)
    {
        var partition = partitionOf is null ? SqlValue.Null : partitionOf(row);
        if (!_open.TryGetValue(partition, out var rows))
        {
            if (!begins(row))
                return;

            rows = new RowBuffer<TRow>(codec);
            rows.Add(row, timestamp);
            _open.Add(partition, rows);
        }
        else if (emits is null)
            AddToSingle(rows, row, timestamp);
        else
            AddToPair(partition, rows, row, timestamp, emits);
    }

    public override void Advance(long time)
    {
    }

    public override void Flush()
    {
    }

    public override void Save(IStateWriter writer)
    {
        writer.Section("state", 1);
        writer.Write((long)_open.Count);
        foreach (var (partition, rows) in _open)
        {
            writer.Write(partition);
            rows.Save(writer);
        }
    }

    public override void Load(IStateReader reader)
    {
        reader.Section("state");
        var count = reader.ReadInteger();
        for (var i = 0L; i < count; i++)
        {
            var rows = new RowBuffer<TRow>(codec);
            _open.Add(reader.ReadValue(), rows);
            rows.Load(reader);
        }
    }

    private void AddToSingle(RowBuffer<TRow> rows, TRow row, long timestamp)
    {
        if (begins(row))
        {
            Emit(rows, timestamp);
            rows.Clear();
        }

        rows.Add(row, timestamp);
    }

    private void AddToPair(SqlValue partition, RowBuffer<TRow> rows, TRow row, long timestamp, Func<TRow, bool> closes)
    {
        rows.Add(row, timestamp);
        if (!closes(row))
            return;

        _open.Remove(partition);
        Emit(rows, timestamp);
    }

    private void Emit(RowBuffer<TRow> rows, long end) => observer.OnWindow(rows.Rows, new WindowRange(rows.Times[0], end, end));
}
