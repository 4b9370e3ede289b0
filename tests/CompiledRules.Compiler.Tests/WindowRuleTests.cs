using CompiledRules.Sql.Planning;

namespace CompiledRules.Compiler.Tests;

/// <summary>The vectors of the dialect over <c>demo(color, size)</c> with times in milliseconds.</summary>
public sealed class WindowRuleTests
{
    private static readonly (long Time, string Color, int Size)[] s_demo =
        [(486013, "red", 3), (486822, "blue", 6), (487632, "blue", 2), (488442, "yellow", 4), (489252, "red", 1)];

    [TestCase("SELECT size FROM demo WHERE size>2 GROUP BY TUMBLINGWINDOW(ss,1)", "[{size:3},{size:6}] [] [{size:4}]")]
    [TestCase("SELECT size FROM demo GROUP BY HOPPINGWINDOW(ss,2,1)", "[{size:3},{size:6}] [{size:3},{size:6},{size:2}] [{size:2},{size:4}]")]
    [TestCase("SELECT count(*) AS c, window_end() AS e FROM demo WHERE size>2 GROUP BY TUMBLINGWINDOW(ss,1) HAVING c > 1", "[{c:2,e:487000}]")]
    [TestCase("SELECT size FROM demo GROUP BY SLIDINGWINDOW(ss,5) FILTER(WHERE color='red') OVER(WHEN size=1)", "[{size:3},{size:1}]")]
    [TestCase("SELECT size FROM demo GROUP BY SLIDINGWINDOW(ss,5,1) OVER(WHEN size=2)", "[{size:3},{size:6},{size:2},{size:4}]")]
    [TestCase("SELECT collect(*)[0]->color AS c FROM demo GROUP BY COUNTWINDOW(3)", "[{c:red}]")]
    [TestCase("SELECT color, count(*) AS c FROM demo WHERE color!='red' GROUP BY COUNTWINDOW(5), color ORDER BY c DESC", "[{c:2,color:blue},{c:1,color:yellow}]")]
    [TestCase("SELECT row_number() AS n FROM demo GROUP BY COUNTWINDOW(5)", "[{n:1},{n:2},{n:3},{n:4},{n:5}]")]
    [TestCase("SELECT row_number() OVER(PARTITION BY color ORDER BY size) AS n FROM demo GROUP BY COUNTWINDOW(5)", "[{n:1},{n:1},{n:2},{n:1},{n:2}]")]
    [TestCase("SELECT DISTINCT color FROM demo GROUP BY COUNTWINDOW(5)", "[{color:red},{color:blue},{color:yellow}]")]
    [TestCase("SELECT size FROM demo GROUP BY COUNTWINDOW(5) ORDER BY size DESC LIMIT 2", "[{size:6},{size:4}]")]
    [TestCase("SELECT sum(size) AS s, avg(size) AS a, min(size) AS l, max(size) AS h FROM demo GROUP BY COUNTWINDOW(5)", "[{a:3,h:6,l:1,s:16}]")]
    [TestCase("SELECT color, sum(size * 2) AS s FROM demo GROUP BY COUNTWINDOW(5), color HAVING s > 7 ORDER BY color", "[{color:blue,s:16},{color:red,s:8},{color:yellow,s:8}]")]
    [TestCase("SELECT lag(size) AS l FROM demo GROUP BY COUNTWINDOW(3)", "[{},{l:3},{l:6}]")]
    [TestCase("SELECT size FROM demo GROUP BY STATEWINDOW(size=6, size=4)", "[{size:6},{size:2},{size:4}]")]
    public void Statement_gives(string sql, string expected)
    {
        var harness = Play(new RuleHarness(sql, start: 486000));

        Assert.That(harness.Errors.Select(static error => error.Message), Is.Empty);
        Assert.That(harness.Results, Is.EqualTo(expected));
    }

    [Test]
    public void Event_time_orders_rows_and_drops_late_ones()
    {
        var harness = new RuleHarness(
            "SELECT color, window_end() AS e FROM demo GROUP BY TUMBLINGWINDOW(ss,1)",
            "CREATE STREAM demo (color STRING, size BIGINT, ts BIGINT) WITH (DATASOURCE=\"x\", TIMESTAMP=\"ts\")",
            new RuleOptions(IsEventTime: true));
        foreach (var (time, color) in new[] { (486013, "red"), (487632, "blue"), (489252, "red"), (486822, "late"), (488442, "yellow"), (492342, "yellow") })
            harness.Send($$"""{"color":"{{color}}","ts":{{time}}}""");

        Assert.That(harness.Errors.Select(static error => error.Message), Is.Empty);
        Assert.That(harness.Results, Is.EqualTo("[{color:red,e:487000}] [{color:blue,e:488000}] [{color:yellow,e:489000}] [{color:red,e:490000}] []"));
    }

    [TestCase("INNER", "[{id:1,x:a,y:p}]")]
    [TestCase("LEFT", "[{id:1,x:a,y:p},{id:2,x:b}]")]
    [TestCase("RIGHT", "[{id:1,x:a,y:p},{y:q}]")]
    [TestCase("FULL", "[{id:1,x:a,y:p},{id:2,x:b},{y:q}]")]
    public void Join_of_a_window(string kind, string expected)
    {
        var harness = new RuleHarness($"SELECT a.id, x, b.y FROM a {kind} JOIN b ON a.id = b.id GROUP BY TUMBLINGWINDOW(ss,1)", "a,b");
        harness.Send("""{"id":1,"x":"a"}""", 100, "a").Send("""{"id":2,"x":"b"}""", 200, "a");
        harness.Send("""{"id":1,"y":"p"}""", 300, "b").Send("""{"id":3,"y":"q"}""", 400, "b").AdvanceTo(1000);

        Assert.That(harness.Errors.Select(static error => error.Message), Is.Empty);
        Assert.That(harness.Results, Is.EqualTo(expected));
    }

    [TestCase("INNER")]
    [TestCase("LEFT")]
    [TestCase("RIGHT")]
    [TestCase("FULL")]
    public void Join_by_hash_gives_what_testing_each_pair_gives(string kind)
    {
        var hashed = Joined($"SELECT a.id AS x, a.n AS p, b.id AS y, b.n AS q FROM a {kind} JOIN b ON a.id = b.id AND a.n > b.n GROUP BY TUMBLINGWINDOW(ss,1)");
        var tested = Joined($"SELECT a.id AS x, a.n AS p, b.id AS y, b.n AS q FROM a {kind} JOIN b ON a.id + 0 = b.id AND a.n > b.n GROUP BY TUMBLINGWINDOW(ss,1)");

        Assert.That(hashed, Is.EqualTo(tested));
        Assert.That(hashed, Has.Length.GreaterThan(100));
    }

    private static string Joined(string sql)
    {
        var harness = new RuleHarness(sql, "a,b");
        var random = new Random(7);
        for (var i = 0; i < 60; i++)
            harness.Send($$"""{"id":{{(random.Next(10) == 0 ? "null" : $"{random.Next(8)}")}},"n":{{random.Next(5)}}}""", 100, random.Next(2) == 0 ? "a" : "b");
        harness.AdvanceTo(1000);
        return harness.Results;
    }

    [Test]
    public void Failing_row_fails_only_the_tumbling_window_it_is_in()
    {
        var harness = new RuleHarness("SELECT sum(size * 2) AS s FROM demo GROUP BY TUMBLINGWINDOW(ss,1)").Send("""{"size":"s"}""").Send("""{"size":1}""", 10).Send("""{"size":2}""", 1500).AdvanceTo(2000);

        Assert.That(harness.Errors.Select(static error => error.Message), Is.EqualTo(["run Select error: expr: sum(size * 2) meet error, err:invalid operation string(s) * bigint(2)"]));
        Assert.That(harness.Results, Is.EqualTo("[{s:4}]"));
    }

    [TestCase("TUMBLINGWINDOW(ss,1)")]
    [TestCase("HOPPINGWINDOW(ss,1,1)")]
    public void Time_and_bounds_inside_an_aggregate_are_those_of_its_window(string window)
    {
        var harness = new RuleHarness($"SELECT collect(window_end() + size) AS e, collect(event_time()) AS t FROM demo GROUP BY {window}").Send("""{"size":1}""", 10).AdvanceTo(1000);

        Assert.That(harness.Errors.Select(static error => error.Message), Is.Empty);
        Assert.That(harness.Results, Is.EqualTo("[{e:[1001],t:[1000]}]"));
    }

    [Test]
    public void Groups_of_a_tumbling_window_outlive_a_stop()
    {
        const string Sql = "SELECT color, sum(size) AS s, count(*) AS c FROM demo GROUP BY TUMBLINGWINDOW(ss,1), color";
        var stopped = new RuleHarness(Sql).Send("""{"color":"red","size":1}""", 10).Send("""{"color":"blue","size":2}""", 20);
        using var state = new MemoryStream();
        using (var writer = new Runtime.State.BinaryStateWriter(state))
            stopped.Run.Save(writer);

        state.Position = 0;
        var resumed = new RuleHarness(Sql, restore: state).Send("""{"color":"red","size":5}""", 30).AdvanceTo(1000);

        Assert.That(resumed.Results, Is.EqualTo("[{c:2,color:red,s:6},{c:1,color:blue,s:2}]"));
    }

    [Test]
    public void Scan_table_is_joined_with_each_event()
    {
        var harness = new RuleHarness(
            "SELECT demo.id, name FROM demo LEFT JOIN t ON demo.id = t.id",
            "CREATE STREAM demo (id BIGINT) WITH (DATASOURCE=\"x\"); CREATE TABLE t (id BIGINT, name STRING) WITH (DATASOURCE=\"x\", TYPE=\"file\")");
        harness.Send("""{"id":1,"name":"one"}""", 0, "t").Send("""{"id":1}""").Send("""{"id":2}""");

        Assert.That(harness.Errors.Select(static error => error.Message), Is.Empty);
        Assert.That(harness.Results, Is.EqualTo("[{id:1,name:one}] [{id:2}]"));
    }

    [Test]
    public void Failing_row_fails_its_window()
    {
        var harness = new RuleHarness("SELECT size * 3 AS x FROM demo GROUP BY COUNTWINDOW(2)").Send("""{"size":1}""").Send("""{"size":"s"}""");

        Assert.That(harness.Errors.Select(static error => error.Message), Is.EqualTo(["run Select error: expr: size * 3 AS x meet error, err:invalid operation string(s) * bigint(3)"]));
        Assert.That(harness.Results, Is.Empty);
    }

    private static RuleHarness Play(RuleHarness harness)
    {
        foreach (var (time, color, size) in s_demo)
            harness.Send($$"""{"color":"{{color}}","size":{{size}}}""", time);
        return harness;
    }
}
