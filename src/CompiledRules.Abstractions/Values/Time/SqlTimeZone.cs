using System.Collections.Concurrent;
using System.Globalization;

namespace CompiledRules;

/// <summary>The zones of times: those of the system, and fixed offsets as they come with text.</summary>
public static class SqlTimeZone
{
    private static readonly ConcurrentDictionary<int, TimeZoneInfo> s_fixed = [];

    /// <summary>The zone of that much east of UTC; its id is the offset, such as <c>+05:30</c>.</summary>
    /// <param name="offset">Whole minutes, at most 14 hours either way.</param>
    public static TimeZoneInfo OfOffset(TimeSpan offset) =>
        offset == TimeSpan.Zero ? TimeZoneInfo.Utc : s_fixed.GetOrAdd((int)offset.TotalMinutes, static minutes => Create(TimeSpan.FromMinutes(minutes)));

    /// <summary>The zone with this id: a name such as <c>Asia/Shanghai</c>, or an offset as <see cref="OfOffset"/> names it.</summary>
    /// <exception cref="TimeZoneNotFoundException">There is no such zone.</exception>
    public static TimeZoneInfo Find(string id) =>
        id is ['+' or '-', ..] && TimeSpan.TryParseExact(id.AsSpan(1), @"hh\:mm", CultureInfo.InvariantCulture, out var offset)
            ? OfOffset(id[0] == '-' ? -offset : offset)
            : TimeZoneInfo.FindSystemTimeZoneById(id);

    private static TimeZoneInfo Create(TimeSpan offset)
    {
        var name = (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString(@"hh\:mm", CultureInfo.InvariantCulture);
        return TimeZoneInfo.CreateCustomTimeZone(name, offset, name, name);
    }
}
