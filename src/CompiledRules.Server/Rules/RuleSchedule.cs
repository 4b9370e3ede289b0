using System.Collections.Immutable;

namespace CompiledRules.Server.Rules;

/// <summary>When a rule runs.</summary>
/// <param name="Cron">Times at which it starts; null for none.</param>
/// <param name="Duration">How long it runs each time; zero for no end.</param>
/// <param name="Ranges">When it may start, or, without times, when it runs; empty for always.</param>
internal sealed record RuleSchedule(CronSchedule? Cron, TimeSpan Duration, ImmutableArray<TimeRange> Ranges)
{
    // So many starts outside of the ranges are looked at before it is given up.
    private const int MaxSkipped = 100_000;

    public static RuleSchedule Always { get; } = new(null, TimeSpan.Zero, []);

    /// <summary>Whether the clock starts the rule, rather than a command.</summary>
    public bool IsClocked => Cron is not null || !Ranges.IsEmpty;

    /// <summary>The next run: one that goes on at <paramref name="now"/>, or the first after it; null where there is none.</summary>
    public TimeRange? Next(DateTimeOffset now, TimeZoneInfo zone) => Cron is null ? NextRange(now) : NextStart(Cron, now, zone);

    private TimeRange? NextStart(CronSchedule cron, DateTimeOffset now, TimeZoneInfo zone)
    {
        DateTimeOffset? start = now;
        for (var skipped = 0; skipped < MaxSkipped; skipped++)
        {
            start = cron.Next(start.Value, zone);
            if (start is not { } time)
                return null;
            if (Ranges.IsEmpty || Ranges.Any(range => range.Contains(time)))
                return new TimeRange(time, time + Duration);
        }

        return null;
    }

    private TimeRange? NextRange(DateTimeOffset now)
    {
        var range = Ranges.Where(range => range.End > now).OrderBy(static range => range.Begin).Cast<TimeRange?>().FirstOrDefault();
        return range is { } next && next.Begin < now ? next with { Begin = now } : range;
    }
}

/// <param name="Begin">Inclusive.</param>
/// <param name="End">Exclusive.</param>
internal readonly record struct TimeRange(DateTimeOffset Begin, DateTimeOffset End)
{
    public bool Contains(DateTimeOffset time) => time >= Begin && time < End;
}
