using static CompiledRules.Generators.Tests.GeneratorHarness;

namespace CompiledRules.Generators.Tests;

/// <summary>The code of rules whose rows are kept: windows, joins, groups, and what works on their results.</summary>
public sealed class ProgramGenerationTests
{
    private const string Rooms = "IObservable<Reading> readings, IEnumerable<Room> rooms";

    [Test]
    public void Tumbling_window_with_groups() => Snapshot.Match(Generate(Rule(
        "SELECT Room, avg(Celsius) AS mean, count(*) AS readings FROM readings GROUP BY Room, TUMBLINGWINDOW(ss, 10) HAVING count(*) > 1", "Mean")));

    [Test]
    public void Hopping_window_of_panes() => Snapshot.Match(Generate(Rule(
        "SELECT Sequence, max(Celsius) AS hottest, min(Celsius) AS coldest FROM readings GROUP BY Sequence, HOPPINGWINDOW(mi, 10, 5)", "Extremes")));

    [Test]
    public void Sliding_window_with_a_trigger() => Snapshot.Match(Generate(Rule(
        "SELECT Room, Celsius FROM readings GROUP BY SLIDINGWINDOW(ss, 5, 1) FILTER (WHERE Celsius > 0) OVER (WHEN Celsius > 30)")));

    [Test]
    public void Session_window() => Snapshot.Match(Generate(Rule("SELECT count(*) AS readings FROM readings GROUP BY SESSIONWINDOW(ss, 60, 5)", "Busy")));

    [Test]
    public void Count_window() => Snapshot.Match(Generate(Rule("SELECT sum(Sequence) AS total FROM readings GROUP BY COUNTWINDOW(4, 2)", "Total")));

    [Test]
    public void State_window() => Snapshot.Match(Generate(Rule(
        "SELECT Room, Celsius FROM readings GROUP BY STATEWINDOW(Celsius > 30, Celsius < 20) OVER (PARTITION BY Room)")));

    [Test]
    public void Join_of_two_streams() => Snapshot.Match(Generate(Rule(
        "SELECT readings.Room, readings.Celsius FROM readings INNER JOIN limits ON readings.Room = limits.Room WHERE readings.Celsius > limits.Highest GROUP BY TUMBLINGWINDOW(ss, 10)",
        "Hot", "IObservable<Reading> readings, IObservable<Limit> limits") + "public sealed record Limit(string Room, double Highest);"));

    [Test]
    public void Join_with_a_table() => Snapshot.Match(Generate(Rule(
        "SELECT readings.Room, rooms.Floor, Celsius FROM readings LEFT JOIN rooms ON readings.Room = rooms.Name", "Located", Rooms) + "public sealed record Room(string Name, int Floor);"));

    [Test]
    public void Order_row_numbers_and_limit() => Snapshot.Match(Generate(Rule(
        "SELECT Room, Celsius, row_number() OVER (PARTITION BY Room ORDER BY Celsius DESC) AS place FROM readings GROUP BY TUMBLINGWINDOW(ss, 10) ORDER BY Room, Celsius DESC LIMIT 3", "Ranked")));

    [Test]
    public void Analytic_function_before_a_window() => Snapshot.Match(Generate(Rule(
        "SELECT Room, sum(Celsius - lag(Celsius, 1, 0.0)) AS rise FROM readings GROUP BY Room, TUMBLINGWINDOW(ss, 10)", "Rise")));

    [Test]
    public void Union_of_two_streams() => Snapshot.Match(Generate(Rule(
        "SELECT Room, Celsius FROM readings UNION ALL SELECT Room, Celsius FROM others WHERE Celsius > 10", "Hot", "IObservable<Reading> readings, IObservable<Reading> others")));

    [Test]
    public void Query_in_from() => Snapshot.Match(Generate(Rule(
        "SELECT Room, mean FROM (SELECT Room, avg(Celsius) AS mean FROM readings GROUP BY Room, TUMBLINGWINDOW(ss, 10)) AS means WHERE mean > 20", "Warm")));

    [Test]
    public void Event_time_with_options() => Snapshot.Match(Generate(Rows + """
        public sealed record Stamped(string Room, [EventTime] DateTimeOffset At);

        public static partial class Rules
        {
            [CompiledRule("SELECT Room, count(*) AS rows FROM stamps GROUP BY Room, TUMBLINGWINDOW(dd, 1)",
                IsEventTime = true, LateTolerance = 500, IdleTimeout = 2000, FlushAtEnd = false, TimeZone = "Europe/Berlin")]
            public static partial IObservable<Counted> Run(IObservable<Stamped> stamps, System.Reactive.Concurrency.IScheduler? clock = null);
        }
        """));

    [Test]
    public void Overloads_of_other_forms() => Snapshot.Match(Generate(Rows + """
        public static partial class Rules
        {
            private const string Sql = "SELECT Room, Celsius AS temperature FROM readings WHERE Celsius > 30";

            [CompiledRule(Sql)]
            public static partial IObservable<Warm> Run(IObservable<Reading> readings);

            [CompiledRule(Sql)]
            public static partial IAsyncEnumerable<Warm> Run(IAsyncEnumerable<Reading> readings);

            [CompiledRule(Sql)]
            public static partial IReadOnlyList<Warm> Run(ReadOnlySpan<Reading> readings);
        }
        """));

    [Test]
    public void Aggregate_of_the_project() => Snapshot.Match(Generate(Rule("SELECT Room, spread(Celsius) AS spread FROM readings GROUP BY Room, HOPPINGWINDOW(ss, 10, 5)", "Spread") + """

        [SqlAggregate("spread")]
        public struct SpreadOf : IAggregate<double, double?>, IMergeable<SpreadOf>
        {
            private double? _least, _most;

            public readonly double? Result => _most - _least;

            public void Add(double value)
            {
                _least = _least is { } least ? Math.Min(least, value) : value;
                _most = _most is { } most ? Math.Max(most, value) : value;
            }

            public void Merge(in SpreadOf later)
            {
                if (later._least is { } least)
                    Add(least);
                if (later._most is { } most)
                    Add(most);
            }

            public readonly void Save(CompiledRules.State.IStateWriter writer) => throw new NotSupportedException();

            public void Load(CompiledRules.State.IStateReader reader) => throw new NotSupportedException();
        }
        """));
}
