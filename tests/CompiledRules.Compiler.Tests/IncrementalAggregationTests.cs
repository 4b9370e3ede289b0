using CompiledRules.Sql.Planning;

namespace CompiledRules.Compiler.Tests;

/// <summary>Groups that are folded row by row give what the plain definition gives: collect the rows, then aggregate.</summary>
[TestFixture]
public sealed class IncrementalAggregationTests
{
    // Asking for the window inside an aggregate keeps the rows until it is there: the plain definition.
    private const string Plain = " + 0 * window_end()";

    [Test]
    public void Both_ways_agree(
        [Values("TUMBLINGWINDOW(ss,2)", "HOPPINGWINDOW(ss,3,1)", "HOPPINGWINDOW(ms,1500,500)", "SESSIONWINDOW(ss,3,1)", "COUNTWINDOW(7)", "SLIDINGWINDOW(ss,2)", "SLIDINGWINDOW(ss,1,2)", "SLIDINGWINDOW(ss,5) OVER (WHEN k = 1)")] string window,
        [Values("", ", k", ", name", ", k, name")] string keys,
        [Values] bool isEventTime,
        [Values(1, 2)] int seed)
    {
        var incremental = Play(window, keys, "", isEventTime, seed);
        var plain = Play(window, keys, Plain, isEventTime, seed);

        Assert.That(incremental.Errors.Select(static error => error.Message), Is.Empty);
        Assert.That(incremental.Results, Is.EqualTo(plain.Results).And.Not.Empty);
    }

    [TestCase("TUMBLINGWINDOW(ss,1)", "[{s:1}] [{s:7}]")]
    [TestCase("HOPPINGWINDOW(ss,2,1)", "[{s:1}] [{s:7}]")]
    [TestCase("SLIDINGWINDOW(ms,500)", "[{s:1}] [{s:7}]")]
    public void A_row_that_fails_costs_the_windows_it_is_in_and_no_more(string window, string expected)
    {
        var harness = new RuleHarness($"SELECT sum(a % b) AS s FROM demo GROUP BY {window}");
        harness.Send("""{"a":4,"b":3}""", 100).Send("""{"a":1,"b":0}""", 1_100).Send("""{"a":2,"b":0}""", 1_200);
        harness.AdvanceTo(3_000).Send("""{"a":7,"b":8}""", 3_100).AdvanceTo(4_000);

        var failed = window.StartsWith("TUMBLING", StringComparison.Ordinal) ? 1 : 2;
        Assert.That(harness.Errors.Select(static error => error.Message), Has.Exactly(failed).Contains("divided by zero"));
        Assert.That(harness.Results.Replace("[{}] ", "", StringComparison.Ordinal), Is.EqualTo(expected));
    }

    [Test]
    public void Steady_state_allocates_nothing_for_rows_that_are_folded()
    {
        var harness = new RuleHarness(
            "SELECT k, sum(v) AS s, max(v) AS m, count(*) AS c FROM demo GROUP BY TUMBLINGWINDOW(hh,1), k",
            "CREATE STREAM demo (k BIGINT, v BIGINT) WITH (DATASOURCE=\"x\", STRICT_VALIDATION=\"true\")");
        var rows = Enumerable.Range(0, 64).Select(static i => new Row([(long)(i % 8), (long)i], 10)).ToArray();
        var input = harness.Run.InputOf(0);
        for (var i = 0; i < 1_000; i++)
            input.OnNext(rows);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            input.OnNext(rows);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(allocated, Is.Zero);
    }

    private static RuleHarness Play(string window, string keys, string plain, bool isEventTime, int seed)
    {
        var columns = keys.Length == 0 ? "" : keys[2..] + ", ";
        var sql = $"SELECT {columns}sum(v{plain}) AS s, count(v{plain}) AS c, min(v{plain}) AS l, max(v{plain}) AS h, avg(v{plain}) AS a FROM demo GROUP BY {window}{keys}";
        var harness = new RuleHarness(
            sql,
            "CREATE STREAM demo (k BIGINT, name STRING, v BIGINT, ts BIGINT) WITH (DATASOURCE=\"x\", TIMESTAMP=\"ts\")",
            new RuleOptions(IsEventTime: isEventTime, LateTolerance: 0));
        var random = new Random(seed);
        var time = 0L;
        for (var i = 0; i < 200; i++)
        {
            time += random.Next(0, 700);
            var value = random.Next(5) == 0 ? "null" : $"{random.Next(-50, 50)}";
            harness.Send($$"""{"k":{{random.Next(4)}},"name":"n{{random.Next(3)}}","v":{{value}},"ts":{{time}}}""", time);
        }

        return harness.AdvanceTo(time + 10_000);
    }
}
