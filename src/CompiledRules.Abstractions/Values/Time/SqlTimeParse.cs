namespace CompiledRules;

/// <summary>Times from text and other values.</summary>
public static class SqlTimeParse
{
    /// <summary>Reads a time: by <paramref name="format"/> when there is one, then by the layouts of the dialect in their order.</summary>
    /// <param name="zone">The zone of text that names none.</param>
    /// <param name="format">A pattern as <see cref="SqlTimeFormat"/> takes it.</param>
    /// <param name="clock">Gives the date of text that has none; the system's clock by default.</param>
    /// <exception cref="SqlException">Nothing matches, or <paramref name="format"/> is no pattern.</exception>
    public static SqlTime Parse(string text, TimeZoneInfo zone, string? format = null, TimeProvider? clock = null) =>
        TryParse(text, zone, out var time, format, clock) ? time : throw new SqlException($"'{text}' is not a time");

    /// <inheritdoc cref="Parse"/>
    public static bool TryParse(string text, TimeZoneInfo zone, out SqlTime time, string? format = null, TimeProvider? clock = null)
    {
        if (!string.IsNullOrEmpty(format) && TryRead(SqlTimeFormat.For(format).Elements, text, zone, clock, out time))
            return true;

        foreach (var layout in TimeLayouts.All)
        {
            if (TryRead(layout, text, zone, clock, out time))
                return true;
        }

        time = default;
        return false;
    }

    /// <summary>A time as it is, a number as milliseconds since the Unix epoch, text parsed.</summary>
    /// <exception cref="SqlException">The value is of another kind, or the text is not a time.</exception>
    public static SqlTime FromValue(SqlValue value, TimeZoneInfo zone, string? format = null, TimeProvider? clock = null) => value.Kind switch
    {
        SqlKind.DateTime => value.AsTime(),
        SqlKind.Integer => FromMilliseconds(value.AsInteger(), zone),
        SqlKind.Float when double.IsFinite(value.AsFloat()) => FromMilliseconds((long)value.AsFloat(), zone),
        SqlKind.String => Parse(value.AsString(), zone, format, clock),
        _ => throw new SqlException($"{value} cannot be converted to a datetime"),
    };

    private static SqlTime FromMilliseconds(long milliseconds, TimeZoneInfo zone)
    {
        var isInRange = milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
        return isInRange
            ? SqlTime.FromUnixMilliseconds(milliseconds, zone)
            : throw new SqlException($"{milliseconds} ms since 1970 is beyond the years 1 to 9999");
    }

    private static bool TryRead(ReadOnlySpan<TimeElement> layout, string text, TimeZoneInfo zone, TimeProvider? clock, out SqlTime time)
    {
        var reader = new TimeElementReader(text);
        time = default;
        if (!reader.Read(layout))
            return false;

        var (year, month, day) = (reader.Year, reader.Month, reader.Day);
        if (year == 0)
        {
            var today = TimeZoneInfo.ConvertTime((clock ?? TimeProvider.System).GetUtcNow(), zone);
            (year, month, day) = reader.HasDate ? (today.Year, month, day) : (today.Year, today.Month, today.Day);
            if (day > DateTime.DaysInMonth(year, month))
                return false;
        }

        var wall = new DateTime(year, month, day, reader.Hour, reader.Minute, reader.Second).AddTicks(reader.FractionTicks);
        time = ToInstant(wall, ZoneOf(reader, zone));
        return true;
    }

    private static TimeZoneInfo ZoneOf(TimeElementReader reader, TimeZoneInfo zone) => reader switch
    {
        { Offset: { } offset } => SqlTimeZone.OfOffset(offset),
        { ZoneName: { } name } when ZoneAbbreviation.IsOf(zone, name) => zone,
        // As in Go: a name that the configured zone does not have stands for no offset.
        { ZoneName: not null } => TimeZoneInfo.Utc,
        _ => zone,
    };

    // A wall-clock time that the change to summer time skips is moved by the length of the gap.
    private static SqlTime ToInstant(DateTime wall, TimeZoneInfo zone)
    {
        var offset = zone.GetUtcOffset(wall);
        return new SqlTime(Math.Clamp(wall.Ticks - offset.Ticks, 0, DateTime.MaxValue.Ticks), zone);
    }
}
