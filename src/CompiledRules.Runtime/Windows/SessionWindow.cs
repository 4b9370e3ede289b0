using CompiledRules.Runtime.Time;
using CompiledRules.State;

namespace CompiledRules.Runtime.Windows;

/// <summary><c>SESSIONWINDOW(unit, maximum, timeout)</c>: rows that follow each other without a longer gap than the timeout.</summary>
/// <remarks>
/// A session ends a timeout after its last row. It is cut at a boundary, aligned to the clock with the period of the maximum duration, once it is at least
/// that old there; so it lives up to just under twice the maximum. The session that follows a cut starts at the cut.
/// </remarks>
/// <param name="maximum">In <paramref name="unit"/>; positive.</param>
/// <param name="timeout">In <paramref name="unit"/>; positive.</param>
public sealed class SessionWindow<TRow>(
    TimeMode mode,
    NaturalUnit unit,
    long maximum,
    long timeout,
    TimeZoneInfo zone,
    RuleTimers timers,
    IWindowContents<TRow> contents) : Window<TRow>(mode, timers)
{
    private const long None = long.MinValue;

    private readonly long _maximum = maximum * NaturalTime.Milliseconds(unit);
    private readonly long _timeout = timeout * NaturalTime.Milliseconds(unit);
    private long _start = None;
    private long _first;
    private long _last = None;
    private long _boundary = None;

    public override void Start(long now)
    {
        if (Mode != TimeMode.Processing)
            return;

        _boundary = NaturalTime.FirstBoundary(now, unit, maximum, zone);
        Timers.Set(this, _boundary);
    }

    public override void Resume()
    {
        if (Mode != TimeMode.Processing)
            return;

        Timers.Set(this, _boundary);
        if (_last != None)
            Timers.Set(this, _last + _timeout);
    }

    public override void Add(TRow row, long timestamp, bool triggers = true) => Add([row], timestamp);

    public override void Add(ReadOnlySpan<TRow> rows, long timestamp)
    {
        Advance(timestamp);
        if (contents.IsEmpty)
            Open(timestamp);

        if (Mode == TimeMode.Processing && _last == None)
            Timers.Set(this, timestamp + _timeout);

        _last = timestamp;
        contents.Add(rows, timestamp);
    }

    public override void Advance(long time)
    {
        while (true)
        {
            var expiry = _last == None ? long.MaxValue : _last + _timeout;
            var cut = _boundary == None ? long.MaxValue : _boundary;
            if (Math.Min(expiry, cut) > time || (Mode == TimeMode.Event && contents.IsEmpty))
                return;

            // In event time a row exactly a timeout after its predecessor still belongs to the session.
            if (Mode == TimeMode.Event && expiry == time && cut > time)
                return;

            if (expiry <= cut)
                Close(expiry, next: None);
            else
                Cut(cut);
        }
    }

    public override void OnTimer(long due)
    {
        Advance(due);
        if (_last != None && _last + _timeout > due)
            Timers.Set(this, _last + _timeout);
    }

    public override void Flush()
    {
        if (!contents.IsEmpty)
            Close(_last + _timeout, next: None);
    }

    public override void Save(IStateWriter writer)
    {
        writer.Section("session", 1);
        writer.Write(_start);
        writer.Write(_first);
        writer.Write(_last);
        writer.Write(_boundary);
        contents.Save(writer);
    }

    public override void Load(IStateReader reader)
    {
        reader.Section("session");
        _start = reader.ReadInteger();
        _first = reader.ReadInteger();
        _last = reader.ReadInteger();
        _boundary = reader.ReadInteger();
        contents.Load(reader);
    }

    private void Open(long timestamp)
    {
        _first = timestamp;
        if (_start == None)
            _start = timestamp;
        if (Mode == TimeMode.Event)
            _boundary = NaturalTime.FirstBoundary(timestamp, unit, maximum, zone);
    }

    private void Cut(long boundary)
    {
        _boundary += _maximum;
        if (Mode == TimeMode.Processing)
            Timers.Set(this, _boundary);

        if (!contents.IsEmpty && boundary - _first >= _maximum)
            Close(boundary, next: boundary);
    }

    private void Close(long end, long next)
    {
        if (!contents.IsEmpty)
            contents.Emit(new WindowRange(_start, end, end));

        contents.Clear();
        _start = next;
        if (next == None)
            _last = None;
    }
}
