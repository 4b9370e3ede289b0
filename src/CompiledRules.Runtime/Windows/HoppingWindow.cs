using CompiledRules.Runtime.Time;
using CompiledRules.State;

namespace CompiledRules.Runtime.Windows;

/// <summary><c>HOPPINGWINDOW(unit, length, hop)</c>: a window <c>[end - length, end)</c> at every hop.</summary>
/// <remarks>
/// Ends are aligned to the clock by the hop. Every end emits, also an empty window. A hop longer than the length leaves gaps whose rows are in no window.
/// In event time the first window's start is moved by as much as the first row lies behind the hop it falls into.
/// </remarks>
/// <param name="length">In <paramref name="unit"/>; positive.</param>
/// <param name="hop">In <paramref name="unit"/>; positive.</param>
public sealed class HoppingWindow<TRow>(
    TimeMode mode,
    NaturalUnit unit,
    long length,
    long hop,
    TimeZoneInfo zone,
    RuleTimers timers,
    IPaneContents<TRow> contents) : Window<TRow>(mode, timers)
{
    private const long NotAligned = long.MaxValue;

    private readonly long _lengthMilliseconds = length * NaturalTime.Milliseconds(unit);
    private readonly long _hopMilliseconds = hop * NaturalTime.Milliseconds(unit);
    private long _start;
    private long _end = NotAligned;
    private long _last = long.MinValue;

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

        if (timestamp < _end - _lengthMilliseconds)
            return;

        contents.Add(rows, timestamp);
        _last = timestamp;
    }

    public override void Advance(long time)
    {
        while (_end <= time)
        {
            var range = new WindowRange(_start, _end, _end);
            _end += _hopMilliseconds;
            _start = _end - _lengthMilliseconds;
            if (Mode == TimeMode.Processing)
                Timers.Set(this, _end);

            contents.Emit(range);
            contents.EndPane(dropBefore: _start);
        }
    }

    public override void Flush()
    {
        while (_last >= _end - _lengthMilliseconds)
            Advance(_end);
    }

    public override void Save(IStateWriter writer)
    {
        writer.Section("hopping", 1);
        writer.Write(_start);
        writer.Write(_end);
        writer.Write(_last);
        contents.Save(writer);
    }

    public override void Load(IStateReader reader)
    {
        reader.Section("hopping");
        _start = reader.ReadInteger();
        _end = reader.ReadInteger();
        _last = reader.ReadInteger();
        contents.Load(reader);
    }

    private void Align(long time)
    {
        _end = NaturalTime.FirstBoundary(time, unit, hop, zone);
        _start = time + _hopMilliseconds - _lengthMilliseconds;
        if (Mode == TimeMode.Processing)
            Timers.Set(this, _end);
    }
}
