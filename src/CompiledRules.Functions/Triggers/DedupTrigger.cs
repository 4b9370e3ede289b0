using System.Globalization;
using CompiledRules.State;

namespace CompiledRules.Functions.Triggers;

/// <summary><c>dedup_trigger(start, end, now, expire)</c>: rows that ask for time ranges, each let go when its range is over, with the parts that no earlier row has claimed.</summary>
/// <remarks>
/// The rule gives every row to <see cref="Request"/>, and calls <see cref="TryRelease"/> until it is false: after a request with that row's now, and at
/// <see cref="NextDue"/> with the clock's. Rows leave in the order of their ends. All times are milliseconds; ranges include their start and not their end.
/// </remarks>
/// <param name="expire">Parts of a range that are older than this before now are not asked for any more.</param>
[SqlTrigger("dedup_trigger")]
public sealed class DedupTrigger(long expire) : IStateful
{
    private readonly PriorityQueue<(SqlObject Row, long Start, long End), (long End, long Number)> _requests = new();

    // Disjoint and in order.
    private readonly List<(long Start, long End)> _claimed = [];
    private long _number;

    /// <summary>When the next row is let go at the latest; null when none waits.</summary>
    public long? NextDue => _requests.TryPeek(out var request, out _) ? request.End : null;

    /// <exception cref="SqlException">The range is empty or upside down; the row is not kept.</exception>
    public void Request(SqlObject row, long start, long end)
    {
        if (start >= end)
            throw new SqlException($"dedup_trigger needs a start before the end, not {start} and {end}");

        _requests.Enqueue((row, start, end), (end, _number++));
    }

    /// <summary>Lets the next row go when its range is over.</summary>
    /// <param name="now">The value of the row's now column, or the clock's time.</param>
    /// <param name="ranges">Objects <c>{"start_key": "…", "end_key": "…"}</c> of what nobody claimed yet; null when all is claimed or expired.</param>
    public bool TryRelease(long now, out SqlObject row, out SqlArray? ranges)
    {
        (row, ranges) = (SqlObject.Empty, null);
        if (!_requests.TryPeek(out var request, out _) || request.End > now)
            return false;

        _requests.Dequeue();
        row = request.Row;
        ranges = Claim(Math.Max(request.Start, now - expire), request.End);
        _claimed.RemoveAll(range => range.End <= now - expire);
        return true;
    }

    public void Save(IStateWriter writer)
    {
        writer.Section("dedup_trigger", 1);
        writer.Write((long)_claimed.Count);
        foreach (var (start, end) in _claimed)
        {
            writer.Write(start);
            writer.Write(end);
        }

        writer.Write((long)_requests.Count);
        foreach (var ((row, start, end), _) in _requests.UnorderedItems.OrderBy(static item => item.Priority))
        {
            writer.Write(start);
            writer.Write(end);
            writer.Write(row);
        }
    }

    public void Load(IStateReader reader)
    {
        reader.Section("dedup_trigger");
        _claimed.Clear();
        for (var count = reader.ReadInteger(); count > 0; count--)
            _claimed.Add((reader.ReadInteger(), reader.ReadInteger()));

        _requests.Clear();
        for (var count = reader.ReadInteger(); count > 0; count--)
        {
            var (start, end) = (reader.ReadInteger(), reader.ReadInteger());
            Request(reader.ReadValue().AsObject(), start, end);
        }
    }

    private SqlArray? Claim(long start, long end)
    {
        var free = new List<SqlValue>();
        var from = start;
        foreach (var (claimedStart, claimedEnd) in _claimed)
        {
            if (claimedEnd <= from || claimedStart >= end)
                continue;

            AddRange(from, claimedStart, free);
            from = claimedEnd;
        }

        AddRange(from, end, free);
        Unite(start, end);
        return free.Count == 0 ? null : new SqlArray([.. free]);
    }

    private static void AddRange(long start, long end, List<SqlValue> ranges)
    {
        if (start < end)
            ranges.Add(SqlObject.FromArrays(["start_key", "end_key"], [start.ToString(CultureInfo.InvariantCulture), end.ToString(CultureInfo.InvariantCulture)]));
    }

    private void Unite(long start, long end)
    {
        if (start >= end)
            return;

        var touching = _claimed.Where(range => range.End >= start && range.Start <= end).ToList();
        foreach (var range in touching)
            _claimed.Remove(range);
        var united = touching.Aggregate((Start: start, End: end), static (sum, range) => (Math.Min(sum.Start, range.Start), Math.Max(sum.End, range.End)));
        var place = _claimed.FindIndex(range => range.Start > united.Start);
        _claimed.Insert(place < 0 ? _claimed.Count : place, united);
    }
}
