using System.Globalization;

namespace CompiledRules;

/// <summary>An instant, to 100 ns, and the zone that date parts and text are taken in.</summary>
/// <param name="UtcTicks">Ticks of 100 ns since 0001-01-01 UTC.</param>
/// <param name="Zone">Where the time is shown; comparison ignores it.</param>
public readonly record struct SqlTime(long UtcTicks, TimeZoneInfo Zone) : IComparable<SqlTime>
{
    /// <summary>Milliseconds since the Unix epoch, rounded towards the past.</summary>
    public long UnixMilliseconds => Math.DivRem(UtcTicks - DateTime.UnixEpoch.Ticks, TimeSpan.TicksPerMillisecond) switch
    {
        (var quotient, < 0) => quotient - 1,
        var (quotient, _) => quotient,
    };

    /// <summary>The wall-clock time in <see cref="Zone"/>.</summary>
    public DateTimeOffset Local => TimeZoneInfo.ConvertTime(new DateTimeOffset(UtcTicks, TimeSpan.Zero), Zone);

    public static SqlTime FromUnixMilliseconds(long milliseconds, TimeZoneInfo zone) =>
        new(DateTime.UnixEpoch.Ticks + (milliseconds * TimeSpan.TicksPerMillisecond), zone);

    public static SqlTime From(DateTimeOffset value, TimeZoneInfo zone) => new(value.UtcTicks, zone);

    public bool Equals(SqlTime other) => UtcTicks == other.UtcTicks;

    public override int GetHashCode() => UtcTicks.GetHashCode();

    public int CompareTo(SqlTime other) => UtcTicks.CompareTo(other.UtcTicks);

    public static bool operator <(SqlTime left, SqlTime right) => left.UtcTicks < right.UtcTicks;

    public static bool operator <=(SqlTime left, SqlTime right) => left.UtcTicks <= right.UtcTicks;

    public static bool operator >(SqlTime left, SqlTime right) => left.UtcTicks > right.UtcTicks;

    public static bool operator >=(SqlTime left, SqlTime right) => left.UtcTicks >= right.UtcTicks;

    /// <summary>RFC 3339 with as many fraction digits as are needed, as JSON output has it.</summary>
    public override string ToString()
    {
        var local = Local;
        return local.ToString(local.Offset == TimeSpan.Zero ? "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);
    }
}
