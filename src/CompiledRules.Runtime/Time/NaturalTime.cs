namespace CompiledRules.Runtime.Time;

/// <summary>The unit a window's length is written in; boundaries align to the next larger one.</summary>
public enum NaturalUnit
{
    Millisecond,
    Second,
    Minute,
    Hour,
    Day,
}

/// <summary>Alignment of window boundaries to the wall clock of a zone.</summary>
public static class NaturalTime
{
    /// <summary>The first boundary after <paramref name="time"/>.</summary>
    /// <remarks>
    /// Boundaries are multiples of <paramref name="length"/> counted from the start of the current second (ms), minute (s), hour (min) or local day (h).
    /// For days it is the local midnight that many days ahead. All later boundaries follow at fixed distances, without regard to daylight saving.
    /// </remarks>
    /// <param name="time">Milliseconds since the Unix epoch.</param>
    /// <param name="length">In <paramref name="unit"/>; positive.</param>
    /// <returns>Milliseconds since the Unix epoch, always greater than <paramref name="time"/>.</returns>
    public static long FirstBoundary(long time, NaturalUnit unit, long length, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(time), zone);
        if (unit == NaturalUnit.Day)
            return MidnightOf(local.DateTime.Date.AddDays(length), zone);

        var (start, value, unitMilliseconds) = unit switch
        {
            NaturalUnit.Hour => (MidnightOf(local.DateTime.Date, zone), local.Hour, 3_600_000L),
            NaturalUnit.Minute => (time - Past(local, 3_600_000), local.Minute, 60_000L),
            NaturalUnit.Second => (time - Past(local, 60_000), local.Second, 1_000L),
            _ => (time - Past(local, 1_000), local.Millisecond, 1L),
        };

        return start + (length * ((value / length) + 1) * unitMilliseconds);
    }

    public static long Milliseconds(NaturalUnit unit) => unit switch
    {
        NaturalUnit.Day => 86_400_000,
        NaturalUnit.Hour => 3_600_000,
        NaturalUnit.Minute => 60_000,
        NaturalUnit.Second => 1_000,
        _ => 1,
    };

    private static long Past(DateTimeOffset local, long cycle) => (long)local.TimeOfDay.TotalMilliseconds % cycle;

    private static long MidnightOf(DateTime date, TimeZoneInfo zone) =>
        new DateTimeOffset(date, zone.GetUtcOffset(date)).ToUnixTimeMilliseconds();
}
