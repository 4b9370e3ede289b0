using CompiledRules.Runtime.Windows;
using CompiledRules.State;

namespace CompiledRules.Runtime.Time;

/// <summary>Takes the rows that a <see cref="Watermark{TRow}"/> releases, in the order of event time.</summary>
public interface IEventTimeObserver<TRow>
{
    void OnRow(int source, TRow row, long timestamp);

    /// <summary>No row with an earlier time follows.</summary>
    void OnWatermark(long watermark);

    /// <summary>A row that came after the watermark had passed its time.</summary>
    void OnLate(int source, TRow row, long timestamp);
}

/// <summary>Merges the streams of a rule, orders their rows by event time and says how far time has come.</summary>
/// <remarks>
/// The watermark is the least of the greatest times seen per stream, less the tolerance; it never goes back. A stream that has been silent longer than the idle
/// timeout does not hold it. A row before the watermark is late; one exactly at it is not. Rows of equal time keep their order of arrival.
/// </remarks>
/// <param name="sources">The number of streams; rows name theirs by index.</param>
/// <param name="tolerance">Milliseconds, not negative.</param>
/// <param name="idleTimeout">Milliseconds of the rule's clock, or null to wait for every stream for ever.</param>
public sealed class Watermark<TRow>(
    int sources, long tolerance, long? idleTimeout, RuleTimers timers, IRowCodec<TRow> codec, IEventTimeObserver<TRow> observer) : ITimerTarget, IStateful
{
    private readonly PriorityQueue<(int Source, TRow Row), (long Time, long Sequence)> _pending = new();
    private readonly long[] _latest = Filled(sources, long.MinValue);
    private readonly long[] _arrival = Filled(sources, timers.Now);
    private long _sequence;
    private bool _isWaiting;

    /// <summary>Milliseconds since the Unix epoch; <see cref="long.MinValue"/> until every stream has been heard of.</summary>
    public long Current { get; private set; } = long.MinValue;

    /// <summary>How many rows came too late.</summary>
    public long LateCount { get; private set; }

    public void Add(int source, TRow row, long timestamp)
    {
        _latest[source] = Math.Max(_latest[source], timestamp);
        _arrival[source] = timers.Now;
        if (timestamp < Current)
        {
            LateCount++;
            observer.OnLate(source, row, timestamp);
            return;
        }

        _pending.Enqueue((source, row), (timestamp, _sequence++));
        Advance();
        WaitForIdle();
    }

    /// <summary>A stream has ended: it no longer holds the watermark.</summary>
    public void Complete(int source)
    {
        _latest[source] = long.MaxValue;
        Advance();
    }

    /// <summary>Releases every row that waits, without a further watermark.</summary>
    public void Flush() => Release(long.MaxValue);

    public void OnTimer(long due)
    {
        _isWaiting = false;
        Advance();
        WaitForIdle();
    }

    public void Save(IStateWriter writer)
    {
        writer.Section("watermark", 1);
        writer.Write(Current);
        writer.Write(LateCount);
        foreach (var latest in _latest)
            writer.Write(latest);
        foreach (var arrival in _arrival)
            writer.Write(arrival);

        writer.Write((long)_pending.Count);
        foreach (var ((source, row), (time, _)) in _pending.UnorderedItems.OrderBy(static item => item.Priority))
        {
            writer.Write((long)source);
            writer.Write(time);
            codec.Write(writer, row);
        }
    }

    public void Load(IStateReader reader)
    {
        reader.Section("watermark");
        Current = reader.ReadInteger();
        LateCount = reader.ReadInteger();
        for (var i = 0; i < _latest.Length; i++)
            _latest[i] = reader.ReadInteger();
        for (var i = 0; i < _arrival.Length; i++)
            _arrival[i] = reader.ReadInteger();

        var count = reader.ReadInteger();
        for (var i = 0L; i < count; i++)
        {
            var source = (int)reader.ReadInteger();
            var time = reader.ReadInteger();
            _pending.Enqueue((source, codec.Read(reader)), (time, _sequence++));
        }

        WaitForIdle();
    }

    private static long[] Filled(int length, long value)
    {
        var array = new long[length];
        Array.Fill(array, value);
        return array;
    }

    private void Advance()
    {
        var least = long.MaxValue;
        for (var i = 0; i < _latest.Length; i++)
        {
            if (!IsIdle(i))
                least = Math.Min(least, _latest[i]);
        }

        // All streams ended or idle: what the most advanced live one has shown stands.
        if (least == long.MaxValue)
            least = _latest.Where(static time => time != long.MaxValue).DefaultIfEmpty(long.MinValue).Max();

        var watermark = least == long.MinValue ? least : least - tolerance;
        if (watermark <= Current)
            return;

        Release(watermark);
        Current = watermark;
        observer.OnWatermark(watermark);
    }

    private void Release(long until)
    {
        while (_pending.TryPeek(out var item, out var key) && key.Time <= until)
        {
            _pending.Dequeue();
            observer.OnRow(item.Source, item.Row, key.Time);
        }
    }

    private bool IsIdle(int source) => idleTimeout is { } timeout && timers.Now - _arrival[source] >= timeout;

    private void WaitForIdle()
    {
        if (idleTimeout is not { } timeout || _isWaiting || _latest.Length == 1)
            return;

        var next = long.MaxValue;
        for (var i = 0; i < _latest.Length; i++)
        {
            if (!IsIdle(i))
                next = Math.Min(next, _arrival[i] + timeout);
        }

        if (next == long.MaxValue)
            return;

        _isWaiting = true;
        timers.Set(this, next);
    }
}
