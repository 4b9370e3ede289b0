using System.Reactive.Concurrency;
using CompiledRules.Runtime.Rules;

namespace CompiledRules.BuiltRules.Tests;

/// <summary>Rules of the shapes that are tested; their bodies are generated while this project is built.</summary>
internal static partial class Rules
{
    private const string Hottest = "SELECT Room, max(Celsius) AS hottest, count(*) AS readings FROM readings GROUP BY Room, TUMBLINGWINDOW(ss, 10) HAVING count(*) > 1";

    [CompiledRule("SELECT Room, avg(Celsius) AS Celsius FROM readings GROUP BY Room, TUMBLINGWINDOW(ss, 10)")]
    public static partial IObservable<Mean> Means(IObservable<Reading> readings, TimeProvider time);

    [CompiledRule("SELECT Room, avg(Celsius) AS Celsius FROM readings GROUP BY Room, TUMBLINGWINDOW(ss, 10)")]
    public static partial IObservable<Mean> ScheduledMeans(IObservable<Reading> readings, IScheduler? clock = null);

    [CompiledRule("SELECT Room, avg(Celsius) AS Celsius FROM readings GROUP BY Room, TUMBLINGWINDOW(ss, 10)", IsEventTime = true, LateTolerance = 1000)]
    public static partial IObservable<Mean> StampedMeans(IObservable<StampedReading> readings);

    [CompiledRule("SELECT Room, avg(Celsius) AS Celsius FROM readings GROUP BY Room, TUMBLINGWINDOW(ss, 10)", FlushAtEnd = false)]
    public static partial IObservable<Mean> CompleteMeans(IObservable<Reading> readings);

    [CompiledRule("""
        SELECT readings.Room, Celsius, Who
        FROM readings INNER JOIN visits ON readings.Room = visits.Room
        GROUP BY TUMBLINGWINDOW(ss, 10)
        """)]
    public static partial IObservable<Visited> Visited(IObservable<Reading> readings, IObservable<Visit> visits, TimeProvider time);

    [CompiledRule("SELECT Room, Floor, Celsius FROM readings LEFT JOIN rooms ON readings.Room = rooms.Name")]
    public static partial IObservable<Located> Located(IObservable<Reading> readings, IEnumerable<Room> rooms);

    [CompiledRule("SELECT Room, Celsius FROM readings UNION ALL SELECT Room, Celsius FROM others WHERE Celsius > 30")]
    public static partial IObservable<Mean> Together(IObservable<Reading> readings, IObservable<Reading> others);

    [CompiledRule(Hottest)]
    public static partial IReadOnlyList<Hottest> HottestRooms(ReadOnlySpan<Reading> readings, Action<RowError>? onError = null);

    [CompiledRule(Hottest)]
    public static partial IAsyncEnumerable<Hottest> HottestRooms(IAsyncEnumerable<Reading> readings);

    [CompiledRule("SELECT Room, Celsius, lag(Celsius) AS before FROM readings")]
    public static partial IAsyncEnumerable<Change> Changes(IAsyncEnumerable<Reading> readings);

    [CompiledRule("SELECT Room, Celsius, row_number() OVER (ORDER BY Celsius DESC) AS place FROM readings GROUP BY COUNTWINDOW(3) ORDER BY Celsius LIMIT 2")]
    public static partial List<Ranked> Ranking(ReadOnlySpan<Reading> readings);

    [CompiledRule("SELECT median(Celsius) AS middle, spread(Celsius) AS spread FROM readings GROUP BY HOPPINGWINDOW(ss, 10, 5)")]
    public static partial IObservable<Middle> Middles(IObservable<Reading> readings, TimeProvider time);

    [CompiledRule("SELECT cast(Room, 'bigint') AS number FROM readings")]
    public static partial IObservable<Numbered> Numbers(IObservable<Reading> readings);

    [CompiledRule("SELECT Room, Celsius FROM readings GROUP BY SLIDINGWINDOW(ss, 5) OVER (WHEN Celsius > 30)")]
    public static partial IObservable<Mean> Around(IObservable<Reading> readings, TimeProvider time);

    [CompiledRule("SELECT count(*) AS rows FROM readings GROUP BY STATEWINDOW(Celsius > 30, Celsius < 20)")]
    public static partial List<HotSpell> HotSpells(ReadOnlySpan<Reading> readings);
}
