using System.Globalization;

namespace CompiledRules.Formats.Protobuf.Wire;

/// <summary><c>Timestamp</c> and <c>Duration</c>: seconds and nanoseconds, and the texts that JSON has for them.</summary>
internal static class TimeFields
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long NanosecondsPerTick = 100;
    private const long EarliestSecond = -62_135_596_800;
    private const long LatestSecond = 253_402_300_799;

    /// <exception cref="SqlException">Neither a datetime, nor milliseconds since the Unix epoch, nor RFC 3339 text, nor an object of seconds and nanos.</exception>
    public static (long Seconds, int Nanos) Timestamp(SqlValue value)
    {
        if (value.Kind == SqlKind.DateTime)
            return FromTicks(value.AsTime().UtcTicks - DateTime.UnixEpoch.Ticks);
        if (value.IsInteger && Math.Abs(value.AsInteger() / 1000) <= LatestSecond)
            return FromTicks(value.AsInteger() * TimeSpan.TicksPerMillisecond);
        if (value.IsString && DateTimeOffset.TryParse(value.AsString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return FromTicks(time.UtcTicks - DateTime.UnixEpoch.Ticks);
        return Parts(value) ?? throw new SqlException($"cannot convert {value} to google.protobuf.Timestamp: a datetime, milliseconds or RFC 3339 text is expected");
    }

    /// <exception cref="SqlException">Neither seconds, nor text such as <c>1.5s</c>, nor an object of seconds and nanos.</exception>
    public static (long Seconds, int Nanos) Duration(SqlValue value)
    {
        if (value.IsInteger)
            return (value.AsInteger(), 0);
        if (value.IsFloat && Math.Abs(value.AsFloat()) <= LatestSecond)
            return Split((decimal)value.AsFloat());
        if (value.IsString && value.AsString() is [.. var number, 's'] && decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
            return Split(seconds);
        return Parts(value) ?? throw new SqlException($"cannot convert {value} to google.protobuf.Duration: seconds or text such as 1.5s is expected");
    }

    /// <exception cref="SqlException">The time is not within the years 1 to 9999.</exception>
    public static SqlValue TimestampValue(long seconds, int nanos)
    {
        if (seconds is < EarliestSecond or > LatestSecond)
            throw new SqlException($"a google.protobuf.Timestamp of {seconds} seconds is outside the years 1 to 9999");
        return SqlValue.From(new SqlTime(DateTime.UnixEpoch.Ticks + (seconds * TimeSpan.TicksPerSecond) + (nanos / NanosecondsPerTick), TimeZoneInfo.Utc));
    }

    public static SqlValue DurationValue(long seconds, int nanos) => seconds + (nanos / (double)NanosecondsPerSecond);

    public static string TimestampText(SqlValue value)
    {
        var (seconds, nanos) = Timestamp(value);
        return TimestampValue(seconds, nanos).AsTime().ToString();
    }

    public static string DurationText(SqlValue value)
    {
        var (seconds, nanos) = Duration(value);
        return (seconds + (nanos / (decimal)NanosecondsPerSecond)).ToString("0.#########", CultureInfo.InvariantCulture) + "s";
    }

    private static (long Seconds, int Nanos) FromTicks(long ticks)
    {
        var seconds = Math.DivRem(ticks, TimeSpan.TicksPerSecond, out var rest);
        return rest < 0 ? (seconds - 1, (int)((rest + TimeSpan.TicksPerSecond) * NanosecondsPerTick)) : (seconds, (int)(rest * NanosecondsPerTick));
    }

    private static (long Seconds, int Nanos) Split(decimal seconds)
    {
        var whole = decimal.Truncate(seconds);
        return ((long)whole, (int)((seconds - whole) * NanosecondsPerSecond));
    }

    private static (long Seconds, int Nanos)? Parts(SqlValue value)
    {
        if (value.Kind != SqlKind.Object)
            return null;

        var (seconds, nanos) = (value.AsObject()["seconds"], value.AsObject()["nanos"]);
        return (seconds.IsInteger || seconds.IsNull) && (nanos.IsInteger || nanos.IsNull)
            ? (seconds.IsNull ? 0 : seconds.AsInteger(), nanos.IsNull ? 0 : (int)nanos.AsInteger())
            : null;
    }
}
