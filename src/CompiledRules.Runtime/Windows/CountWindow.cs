using CompiledRules.Runtime.Time;
using CompiledRules.State;

namespace CompiledRules.Runtime.Windows;

/// <summary><c>COUNTWINDOW(length[, interval])</c>: the last rows, every so many rows.</summary>
/// <remarks>Every <paramref name="interval"/> rows the last <paramref name="length"/> are emitted, once there are that many. The range runs from the first of them to the last.</remarks>
/// <param name="interval">At most <paramref name="length"/>.</param>
public sealed class CountWindow<TRow>(
    TimeMode mode, long length, long interval, RuleTimers timers, IRowCodec<TRow> codec, IWindowObserver<TRow> observer) : Window<TRow>(mode, timers)
{
    private readonly RowBuffer<TRow> _rows = new(codec);
    private long _count;

    public override void Add(TRow row, long timestamp, bool triggers = true)
    {
        _rows.Add(row, timestamp);
        if (++_count < interval)
            return;

        _count = 0;
        if (_rows.Count < length)
            return;

        _rows.DropFirst((int)(_rows.Count - length));
        observer.OnWindow(_rows.Rows, new WindowRange(_rows.Times[0], timestamp, timestamp));

        // The next window has at least `interval` new rows, so no more than the rest of the length is needed.
        _rows.DropFirst((int)interval);
    }

    public override void Advance(long time)
    {
    }

    public override void Flush()
    {
    }

    public override void Save(IStateWriter writer)
    {
        writer.Section("count", 1);
        writer.Write(_count);
        _rows.Save(writer);
    }

    public override void Load(IStateReader reader)
    {
        reader.Section("count");
        _count = reader.ReadInteger();
        _rows.Load(reader);
    }
}
