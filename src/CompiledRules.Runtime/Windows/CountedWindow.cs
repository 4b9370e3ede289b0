using CompiledRules.Runtime.Time;
using CompiledRules.State;

namespace CompiledRules.Runtime.Windows;

/// <summary><c>COUNTWINDOW(length)</c>: adjacent windows of so many rows each, whatever is kept of them.</summary>
/// <remarks>The range runs from the first row of the window to the last.</remarks>
public sealed class CountedWindow<TRow>(TimeMode mode, long length, RuleTimers timers, IWindowContents<TRow> contents) : Window<TRow>(mode, timers)
{
    private long _count;
    private long _first;

    public override void Add(TRow row, long timestamp, bool triggers = true) => Add([row], timestamp);

    public override void Add(ReadOnlySpan<TRow> rows, long timestamp)
    {
        while (!rows.IsEmpty)
        {
            if (_count == 0)
                _first = timestamp;

            var taken = (int)Math.Min(rows.Length, length - _count);
            contents.Add(rows[..taken], timestamp);
            rows = rows[taken..];
            _count += taken;
            if (_count == length)
                Emit(timestamp);
        }
    }

    public override void Advance(long time)
    {
    }

    public override void Flush()
    {
    }

    public override void Save(IStateWriter writer)
    {
        writer.Section("counted", 1);
        writer.Write(_count);
        writer.Write(_first);
        contents.Save(writer);
    }

    public override void Load(IStateReader reader)
    {
        reader.Section("counted");
        _count = reader.ReadInteger();
        _first = reader.ReadInteger();
        contents.Load(reader);
    }

    private void Emit(long timestamp)
    {
        _count = 0;
        contents.Emit(new WindowRange(_first, timestamp, timestamp));
        contents.Clear();
    }
}
