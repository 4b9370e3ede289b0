using System.Runtime.CompilerServices;
using CompiledRules.State;

namespace CompiledRules.Runtime.Windows;

/// <summary>Rows and their times in order, added at the end, dropped at the front, and readable as one span at any moment.</summary>
/// <remarks>Dropping moves a start index; the space in front is reclaimed when an addition finds no room, so both cost constant time on average.</remarks>
public sealed class RowBuffer<TRow>(IRowCodec<TRow> codec)
{
    private TRow[] _rows = [];
    private long[] _times = [];
    private int _start;

    public int Count { get; private set; }

    public ReadOnlySpan<TRow> Rows => _rows.AsSpan(_start, Count);

    public ReadOnlySpan<long> Times => _times.AsSpan(_start, Count);

    public void Add(TRow row, long time)
    {
        var end = _start + Count;
        if (end == _rows.Length)
            end = MakeRoom();

        _rows[end] = row;
        _times[end] = time;
        Count++;
    }

    public void Add(ReadOnlySpan<TRow> rows, long time)
    {
        foreach (var row in rows)
            Add(row, time);
    }

    public void DropFirst(int count)
    {
        // References to dropped rows must not keep them alive.
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TRow>())
            Array.Clear(_rows, _start, count);

        Count -= count;
        _start = Count == 0 ? 0 : _start + count;
    }

    public void DropBefore(long time) => DropFirst(CountBefore(time));

    public void Clear() => DropFirst(Count);

    /// <summary>How many rows at the front have a time before <paramref name="time"/>.</summary>
    public int CountBefore(long time)
    {
        var position = Times.BinarySearch(time);
        if (position < 0)
            return ~position;

        var times = Times;
        while (position > 0 && times[position - 1] == time)
            position--;
        return position;
    }

    public void Save(IStateWriter writer)
    {
        writer.Write((long)Count);
        for (var i = 0; i < Count; i++)
        {
            writer.Write(_times[_start + i]);
            codec.Write(writer, _rows[_start + i]);
        }
    }

    public void Load(IStateReader reader)
    {
        Clear();
        var count = reader.ReadInteger();
        for (var i = 0L; i < count; i++)
        {
            var time = reader.ReadInteger();
            Add(codec.Read(reader), time);
        }
    }

    private int MakeRoom()
    {
        // Moving down pays only when at least half is free; otherwise growing keeps the average cost constant.
        if (_start > 0 && _start >= Count)
        {
            Rows.CopyTo(_rows);
            Times.CopyTo(_times);
            if (RuntimeHelpers.IsReferenceOrContainsReferences<TRow>())
                Array.Clear(_rows, Math.Max(Count, _start), _start + Count - Math.Max(Count, _start));
        }
        else
        {
            var capacity = Math.Max(16, Count * 2);
            var rows = new TRow[capacity];
            var times = new long[capacity];
            Rows.CopyTo(rows);
            Times.CopyTo(times);
            (_rows, _times) = (rows, times);
        }

        _start = 0;
        return Count;
    }
}
