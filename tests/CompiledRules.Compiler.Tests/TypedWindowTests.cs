using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;

namespace CompiledRules.Compiler.Tests;

/// <summary>Rows of a C# type go through windows as they are, and give what the same rows give as rows of slots.</summary>
public sealed class TypedWindowTests
{
    private const string Stream = "CREATE STREAM demo (Room STRING, Floor BIGINT, Celsius FLOAT, Sequence BIGINT) WITH (DATASOURCE=\"x\", STRICT_VALIDATION=\"true\")";

    private static readonly string[] s_windows =
    [
        "TUMBLINGWINDOW(ss, 1)", "HOPPINGWINDOW(ss, 3, 1)", "HOPPINGWINDOW(ms, 1500, 1000)", "SLIDINGWINDOW(ss, 1)", "SLIDINGWINDOW(ss, 1, 1)", "SESSIONWINDOW(ss, 3, 1)",
        "COUNTWINDOW(7)", "COUNTWINDOW(5, 3)", "SLIDINGWINDOW(ss, 2) OVER (WHEN Floor = 2)", "STATEWINDOW(Floor = 1, Floor = 3)", "TUMBLINGWINDOW(ss, 1) FILTER (WHERE Floor != 2)",
    ];

    [Test]
    public void Groups(
        [ValueSource(nameof(s_windows))] string window,
        [Values("'all' AS Key|", "Room AS Key|, Room", "concat(Room, Floor) AS Key|, Floor, Room", "Room AS Key|, Room, Celsius, Floor % 2")] string key,
        [Values] RuleBackend backend)
    {
        var (column, keys) = (key.Split('|')[0], key.Split('|')[1]);
        Compare($"SELECT {column}, avg(Celsius) AS Mean, max(Sequence) AS Most, count(*) AS Rows FROM demo GROUP BY {window}{keys}", backend);
    }

    [TestCase("SELECT Room AS Key, Celsius AS Mean, Sequence AS Most, Floor AS Rows FROM demo GROUP BY TUMBLINGWINDOW(ss, 1) ORDER BY Celsius DESC")]
    [TestCase("SELECT Room AS Key, Celsius AS Mean, lag(Sequence, 1, 0) AS Most, Floor AS Rows FROM demo GROUP BY TUMBLINGWINDOW(ss, 1)")]
    [TestCase("SELECT Room AS Key, avg(Celsius) AS Mean, Sequence AS Most, count(*) AS Rows FROM demo WHERE Celsius > 10 GROUP BY TUMBLINGWINDOW(ss, 1), Room HAVING count(*) > 1")]
    [TestCase("SELECT Room AS Key, Celsius AS Mean, row_number() AS Most, Floor AS Rows FROM demo GROUP BY SLIDINGWINDOW(ss, 1)")]
    public void Other_clauses(string sql)
    {
        Compare(sql, RuleBackend.Instant);
        Compare(sql, RuleBackend.Optimized);
    }

    [Test]
    public void Steady_state_allocates_nothing([Values("TUMBLINGWINDOW(ss, 1)", "HOPPINGWINDOW(ss, 5, 1)")] string window)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        var rows = Enumerable.Range(0, 64).Select(static i => new Measured($"room{i % 8}", i % 3, i, i)).ToArray();
        var input = RuleCompiler.Compile<Measured, Summary>($"SELECT Room AS Key, avg(Celsius) AS Mean, max(Sequence) AS Most, count(*) AS Rows FROM demo GROUP BY {window}, Room")
            .Start(new Nothing(), clock);
        for (var i = 0; i < 200; i++)
            input.OnNext(rows);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++)
            input.OnNext(rows);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(allocated, Is.Zero);
    }

    private static void Compare(string sql, RuleBackend backend)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        var output = new Collected<Summary>();
        var input = RuleCompiler.Compile<Measured, Summary>(sql, backend: backend).Start(output, clock);
        var harness = new RuleHarness(sql, Stream);
        var random = new Random(3);
        for (var i = 0; i < 120; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(random.Next(0, 400)));
            var time = clock.GetUtcNow().ToUnixTimeMilliseconds();
            var rows = Enumerable.Range(0, random.Next(1, 4)).Select(j => new Measured($"room{random.Next(3)}", random.Next(4), random.Next(80) / 4d, i + j)).ToArray();
            input.OnNext(rows);
            foreach (var row in rows)
                harness.Send($$"""{"Room":"{{row.Room}}","Floor":{{row.Floor}},"Celsius":{{row.Celsius}},"Sequence":{{row.Sequence}}}""", time);
        }

        clock.Advance(TimeSpan.FromSeconds(10));
        harness.AdvanceTo(clock.GetUtcNow().ToUnixTimeMilliseconds());

        Assert.That(output.Errors.Select(static error => error.Message).Concat(harness.Errors.Select(static error => error.Message)), Is.Empty);
        Assert.That(Texts(output.Collections), Is.EqualTo(WithoutNulls(harness.Results)).And.Not.Empty);
    }

    private static string WithoutNulls(string results) => Regex.Replace(results, @"\w+:null,?|,\w+:null", "");

    private static string Texts(IEnumerable<Summary[]> collections) =>
        string.Join(' ', collections.Select(static rows => $"[{string.Join(',', rows.Select(Text))}]"));

    // A null of a group without rows is left out of rows of slots, or written; here it is neither.
    private static string Text(Summary row) => RuleHarness.Text(new Dictionary<string, SqlValue>
    {
        ["Key"] = SqlValue.From(row.Key), ["Mean"] = SqlValue.From(row.Mean), ["Most"] = SqlValue.From(row.Most), ["Rows"] = SqlValue.From(row.Rows),
    }.Where(static column => !column.Value.IsNull));

    public readonly record struct Measured(string Room, long Floor, double Celsius, long Sequence);

    public readonly record struct Summary(string? Key, double? Mean, long? Most, long? Rows);

    private sealed class Nothing : Runtime.Rules.IRuleOutput<Summary>
    {
        public void OnRows(ReadOnlySpan<Summary> rows)
        {
        }

        public void OnCollection(ReadOnlySpan<Summary> rows)
        {
        }

        public void OnError(Runtime.Rules.RowError error)
        {
        }

        public void OnCompleted()
        {
        }
    }
}
