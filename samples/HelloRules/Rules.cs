using System.Reactive.Concurrency;
using CompiledRules;
using CompiledRules.Runtime.Rules;

namespace HelloRules;

/// <summary>The rules. Their bodies and the types of their results are generated from the SQL when the project is built.</summary>
internal static partial class Rules
{
    [CompiledRule("SELECT Room, Temperature AS Celsius FROM readings WHERE Temperature BETWEEN 30 AND 45 AND endswith(Room, 'lab')")]
    public static partial IObservable<HotRoom> Hot(IObservable<Reading> readings);

    [CompiledRule("""
        SELECT Room, Temperature - before AS Change, lag(Temperature) OVER (PARTITION BY Room) AS before INVISIBLE
        FROM readings
        WHERE before IS NOT NULL AND abs(Temperature - before) >= 5
        """)]
    public static partial IObservable<Jump> Jumps(IObservable<Reading> readings);

    [CompiledRule("SELECT Room, avg(Temperature) AS Mean, count(*) AS Readings FROM readings WHERE Temperature > -273.15 GROUP BY Room, TUMBLINGWINDOW(ss, 10)")]
    public static partial IObservable<RoomMean> Means(IObservable<Reading> readings, IScheduler? clock = null);

    [CompiledRule("SELECT readings.Room, Floor, Temperature FROM readings INNER JOIN rooms ON readings.Room = rooms.Name WHERE Temperature > 30")]
    public static partial IObservable<LocatedReading> Located(IObservable<Reading> readings, IEnumerable<Room> rooms);

    [CompiledRule("SELECT Room, feels(Temperature) AS Feels FROM readings")]
    public static partial IObservable<Feeling> Feelings(IObservable<Reading> readings, Action<RowError>? onError = null);

    /// <summary>A function of SQL is a static method.</summary>
    [SqlFunction("feels")]
    public static string Feels(double celsius) => celsius switch
    {
        < -273.15 => throw new SqlException($"there is no temperature of {celsius} °C"),
        < 10 => "cold",
        < 25 => "fine",
        _ => "hot",
    };
}
