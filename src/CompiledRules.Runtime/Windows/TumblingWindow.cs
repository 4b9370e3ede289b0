using CompiledRules.Runtime.Time;
using CompiledRules.State;

namespace CompiledRules.Runtime.Windows;

/// <summary><c>TUMBLINGWINDOW(unit, length)</c>: adjacent windows <c>[start, end)</c> whose ends are aligned to the clock.</summary>
/// <remarks>
/// Every boundary emits, also an empty window. The first window starts unaligned: with the rule in processing time, with the first row in event time.
/// </remarks>
/// <param name="length">In <paramref name="unit"/>; positive.</param>
/// <param name="zone">Whose clock the boundaries are aligned to.</param>
public sealed class TumblingWindow<TRow>(
    TimeMode mode,
    NaturalUnit unit,
    long length,
    TimeZoneInfo zone,
    RuleTimers timers,
    IWindowContents<TRow> contents) : Window<TRow>(mode, timers)
{
    private const long NotAligned = long.MaxValue;

    private readonly long _milliseconds = length * NaturalTime.Milliseconds(unit);
    private long _start;
    private long _end = NotAligned;

    public override void Start(long now)
    {
        if (Mode == TimeMode.Processing)
            Align(now);
    }

    public override void Resume()
    {
        if (Mode == TimeMode.Processing)
            Timers.Set(this, _end);
    }

    public override void Add(TRow row, long timestamp, bool triggers = true) => Add([row], timestamp);

    public override void Add(ReadOnlySpan<TRow> rows, long timestamp)
    {
        if (timestamp >= _end)
            Advance(timestamp);
        else if (_end == NotAligned)
            Align(timestamp);

        contents.Add(rows, timestamp);
    }

    public override void Advance(long time)
    {
        while (_end <= time)
        {
            var range = new WindowRange(_start, _end, _end);
            _start = _end;
            _end += _milliseconds;
            if (Mode == TimeMode.Processing)
                Timers.Set(this, _end);

            contents.Emit(range);
            contents.Clear();
        }
    }

    public override void Flush()
    {
        if (!contents.IsEmpty)
            Advance(_end);
    }

    public override void Save(IStateWriter writer)
    {
        writer.Section("tumbling", 1);
        writer.Write(_start);
        writer.Write(_end);
        contents.Save(writer);
    }

    public override void Load(IStateReader reader)
    {
        reader.Section("tumbling");
        _start = reader.ReadInteger();
        _end = reader.ReadInteger();
        contents.Load(reader);
    }

    private void Align(long time)
    {
        _start = time;
        _end = NaturalTime.FirstBoundary(time, unit, length, zone);
        if (Mode == TimeMode.Processing)
            Timers.Set(this, _end);
    }
}
