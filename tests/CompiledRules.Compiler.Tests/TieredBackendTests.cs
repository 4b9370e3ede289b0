using CompiledRules.Compiler.Catalogs;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Time;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Compiler.Tests;

/// <summary>Rules that change over to their optimized form while rows come.</summary>
[CancelAfter(60_000)]
public sealed class TieredBackendTests
{
    private const int Rows = 200_000;
    private const int Keys = 37;

    private static readonly Catalog s_catalog = new([new StreamSymbol("demo", StreamKind.Stream, [new("n", SqlType.BigInt), new("k", SqlType.BigInt)], false)], new FunctionTable(FunctionReader.BuiltIn));

    [TestCase("SELECT n, k FROM demo WHERE n % 3 = 0 AND k != 36", 1)]
    [TestCase("SELECT n, lag(n) OVER (PARTITION BY k) AS before, acc_sum(n) AS total FROM demo", 2)]
    [TestCase("SELECT k, count(*) AS c, sum(n) AS s, min(n) AS first FROM demo GROUP BY k, COUNTWINDOW(1000)", 3)]
    [TestCase("SELECT k, sum(n) AS s FROM demo GROUP BY k, TUMBLINGWINDOW(ms, 700)", 4)]
    [TestCase("SELECT k, sum(n) AS s FROM demo GROUP BY k, HOPPINGWINDOW(ms, 900, 300)", 5)]
    [TestCase("SELECT count(*) AS c, max(n) AS n FROM demo GROUP BY SESSIONWINDOW(ms, 500, 100)", 6)]
    [TestCase("SELECT collect(n) AS ns FROM demo GROUP BY SLIDINGWINDOW(ms, 3) OVER (WHEN n % 5000 = 0)", 7)]
    public void No_row_is_lost_or_doubled_while_the_form_changes(string sql, int seed)
    {
        using var compiled = new ManualResetEventSlim();
        var tiering = new TieringOptions
        {
            HotFrom = Rows / 10,
            Scheduler = TaskScheduler.Default,
            OnCompiled = failure =>
            {
                Assert.That(failure, Is.Null);
                compiled.Set();
            },
        };
        var tiered = RuleCompiler.Compile(sql, s_catalog, backend: RuleBackend.Tiered, tiering: tiering);
        var changed = 0;

        // Half of the rows come while the other form is compiled, the rest behind it.
        var actual = Feed(tiered, seed, row =>
        {
            if (row < Rows / 2 || changed > 0)
                return;
            compiled.Wait(TestContext.CurrentContext.CancellationToken);
            changed = row;
        });

        Assert.That(changed, Is.Positive);
        Assert.That(actual, Is.EqualTo(Feed(RuleCompiler.Compile(sql, s_catalog), seed, static _ => { })));
    }

    [Test]
    public void A_rule_of_a_hot_shape_begins_with_the_optimized_form()
    {
        var forms = 0;
        var tiering = new TieringOptions { HotFrom = 1, Scheduler = new InPlaceScheduler(), OnCompiled = _ => forms++ };
        var first = RuleCompiler.Compile("SELECT n + 11 AS m FROM demo WHERE k > 11", s_catalog, backend: RuleBackend.Tiered, tiering: tiering);
        Feed(first, 1, static _ => { });

        var second = RuleCompiler.Compile("SELECT n + 22 AS m FROM demo WHERE k > 22", s_catalog, backend: RuleBackend.Tiered, tiering: tiering);
        var actual = Feed(second, 1, static _ => { });

        Assert.That(forms, Is.EqualTo(1));
        Assert.That(actual, Is.EqualTo(Feed(RuleCompiler.Compile("SELECT n + 22 AS m FROM demo WHERE k > 22", s_catalog), 1, static _ => { })));
        GC.KeepAlive(first);
    }

    [Test]
    public void A_rule_that_stays_cool_is_not_compiled_again()
    {
        var forms = 0;
        var tiering = new TieringOptions { HotFrom = Rows + 1, Scheduler = new InPlaceScheduler(), OnCompiled = _ => forms++ };

        Feed(RuleCompiler.Compile("SELECT n - 7 AS cool FROM demo", s_catalog, backend: RuleBackend.Tiered, tiering: tiering), 1, static _ => { });

        Assert.That(forms, Is.Zero);
    }

    [Test]
    public void Typed_rule_changes_over()
    {
        var tiering = new TieringOptions { HotFrom = 3, Scheduler = new InPlaceScheduler() };
        var rule = RuleCompiler.Compile<Point, Point>("SELECT X, acc_sum(X) AS Y FROM p", backend: RuleBackend.Tiered, tiering: tiering);
        var output = new Collected<Point>();
        var input = rule.Start(output);
        for (var i = 0; i < 10; i++)
            input.OnNext([new Point(i, i)]);

        Assert.That(output.Rows.Select(static row => row.Y), Is.EqualTo([0, 1, 3, 6, 10, 15, 21, 28, 36, 45]));
    }

    [Test]
    public void Type_that_is_not_public_is_an_error() => Assert.That(
        static () => RuleCompiler.Compile<Hidden, Hidden>("SELECT X FROM p", backend: RuleBackend.Tiered), Throws.TypeOf<RuleCompilationException>().With.Message.Contains("CR4004"));

    // Batches of any size, and pauses that end windows and sessions.
    private static List<string> Feed(CompiledRule rule, int seed, Action<int> beforeRow)
    {
        var random = new Random(seed);
        var output = new Collected<Row>();
        var timers = new RuleTimers(0);
        var run = rule.Program.Start(new RuleStart("", TimeProvider.System, TimeZoneInfo.Utc, new KeyedState(), timers, output));
        run.Open();
        var columns = rule.Program.Inputs[0].Layout.Columns;
        var time = 0L;
        for (var sent = 0; sent < Rows;)
        {
            beforeRow(sent);
            time += random.Next(40) == 0 ? 150 : random.Next(3);
            timers.AdvanceTo(time);
            var batch = Enumerable.Range(sent, Math.Min(random.Next(1, 60), Rows - sent)).Select(n => new Row([.. columns.Select(column => (SqlValue)(column == "n" ? n : n * 31L % Keys))], time)).ToArray();
            run.InputOf(0).OnNext(batch);
            sent += batch.Length;
        }

        run.InputOf(0).OnCompleted();
        return [.. output.Collections.Append([.. output.Rows]).Select(static rows => string.Join(' ', rows.Select(static row => string.Join(',', row.Slots.Select(SqlText.Describe))))), $"{output.Errors.Count} errors"];
    }

    public readonly record struct Point(long X, double Y);

    private sealed record Hidden(long X);
}
