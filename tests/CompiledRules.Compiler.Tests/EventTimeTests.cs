using CompiledRules.Sql.Planning;

namespace CompiledRules.Compiler.Tests;

/// <summary>Late rows, silent streams and the end of bounded ones.</summary>
[TestFixture]
public sealed class EventTimeTests
{
    private const string Streams = """
        CREATE STREAM a (n BIGINT, ts BIGINT) WITH (DATASOURCE="a", TIMESTAMP="ts");
        CREATE STREAM b (m BIGINT, ts BIGINT) WITH (DATASOURCE="b", TIMESTAMP="ts");
        """;

    [Test]
    public void Late_rows_are_told_of_and_take_no_part()
    {
        var harness = new RuleHarness("SELECT count(*) AS c FROM a GROUP BY TUMBLINGWINDOW(ss,1)", Streams, new RuleOptions(IsEventTime: true, LateTolerance: 0));

        harness.Send("""{"n":1,"ts":1500}""", stream: "a").Send("""{"n":2,"ts":1200}""", stream: "a").Send("""{"n":3,"ts":2000}""", stream: "a");

        Assert.That(harness.Results, Is.EqualTo("[{c:1}]"));
        Assert.That(harness.Late.Select(static late => (late.Input, late.Row.Timestamp)).ToArray(), Is.EqualTo(new[] { (0, 1_200L) }));
    }

    [TestCase(null, "")]
    [TestCase(500L, "[{c:2}]")]
    public void A_silent_stream_holds_the_others_no_longer_than_the_idle_timeout(long? idleTimeout, string expected)
    {
        var harness = new RuleHarness(
            "SELECT count(*) AS c FROM a INNER JOIN b ON a.n = b.m GROUP BY TUMBLINGWINDOW(ss,1)",
            Streams,
            new RuleOptions(IsEventTime: true, LateTolerance: 0) { IdleTimeout = idleTimeout });

        harness.Send("""{"m":1,"ts":1000}""", 0, "b").Send("""{"m":2,"ts":1001}""", 0, "b");
        harness.Send("""{"n":1,"ts":1100}""", 100, "a").Send("""{"n":2,"ts":1200}""", 200, "a").Send("""{"n":3,"ts":2100}""", 300, "a").AdvanceTo(2_000);

        Assert.That(harness.Results, Is.EqualTo(expected));
    }

    [TestCase(false, "")]
    [TestCase(true, "[{c:2}]")]
    public void The_end_of_the_streams_flushes_where_the_rule_asks_for_it(bool flushes, string expected)
    {
        var harness = new RuleHarness("SELECT count(*) AS c FROM a GROUP BY TUMBLINGWINDOW(ss,1)", Streams, new RuleOptions(IsEventTime: true) { FlushAtEnd = flushes });

        harness.Send("""{"n":1,"ts":1500}""", stream: "a").Send("""{"n":2,"ts":1600}""", stream: "a");
        harness.Run.InputOf(0).OnCompleted();

        Assert.That(harness.Results, Is.EqualTo(expected));
    }
}
