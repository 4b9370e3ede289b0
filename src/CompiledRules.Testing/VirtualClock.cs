namespace CompiledRules.Testing;

/// <summary>A clock that stands where it is put.</summary>
/// <param name="now">Gives milliseconds since the Unix epoch.</param>
internal sealed class VirtualClock(Func<long> now) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(now());

    public override long GetTimestamp() => now() * TimeSpan.TicksPerMillisecond;
}
