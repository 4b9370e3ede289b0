using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Time.Testing;

namespace CompiledRules.Compiler.Tests;

public sealed class TypedRuleTests
{
    [Test]
    public void Struct_in_class_out()
    {
        var rule = RuleCompiler.Compile<Reading, Hot>("SELECT Room, Celsius * 1.8 + 32 AS Fahrenheit FROM readings WHERE Celsius > 30");
        var output = new Collected<Hot>();
        rule.Start(output).OnNext([new Reading("lab", 31, 1), new Reading("hall", 20, 2)]);

        Assert.That(output.Rows.Select(static row => (row.Room, row.Fahrenheit)), Is.EqualTo([("lab", 87.8)]).Within(1e-9));
    }

    [Test]
    public void Record_out_by_its_constructor() => Assert.That(
        RuleCompiler.Compile<Reading, Count>("SELECT Sequence + 1 AS next, Room FROM r").AsOperator()(new[] { new Reading("lab", 31, 7) }.ToObservable()).ToEnumerable(),
        Is.EqualTo([new Count(8, "lab")]));

    [Test]
    public void Column_without_member_is_an_error() => Assert.That(
        () => RuleCompiler.Compile<Reading, Hot>("SELECT Room, Celsius AS Fahrenheit, Sequence FROM r"),
        Throws.TypeOf<RuleCompilationException>().With.Message.Contains("CR2501"));

    [Test]
    public void Column_of_another_type_is_an_error() => Assert.That(
        () => RuleCompiler.Compile<Reading, Hot>("SELECT Room AS Fahrenheit FROM r"), Throws.TypeOf<RuleCompilationException>().With.Message.Contains("CR2503"));

    [Test]
    public void What_needs_rows_of_slots_is_an_error() => Assert.That(
        () => RuleCompiler.Compile<Reading, Count>("SELECT DISTINCT Sequence AS Next, Room FROM r GROUP BY COUNTWINDOW(2)"),
        Throws.TypeOf<RuleCompilationException>().With.Message.Contains("CR2505"));

    [Test]
    public void Unknown_column_is_an_error_with_its_place() => Assert.That(
        () => RuleCompiler.Compile<Reading, Hot>("SELECT Humidity AS Fahrenheit FROM r"),
        Throws.TypeOf<RuleCompilationException>().With.Property(nameof(RuleCompilationException.Diagnostics)).Property("Count").EqualTo(1));

    [Test]
    public void Rx_grammar_holds_and_each_subscription_is_a_run_of_its_own()
    {
        var rule = RuleCompiler.Compile<Reading, Count>("SELECT lag(Sequence, 1, 0) AS Next, Room FROM r").AsOperator();
        var rows = new Subject<Reading>();
        var first = rule(rows).Select(static row => row.Next).ToArray().GetAwaiter();
        rows.OnNext(new Reading("a", 0, 1));
        var second = rule(rows).Select(static row => row.Next).ToArray().GetAwaiter();
        rows.OnNext(new Reading("a", 0, 2));
        rows.OnCompleted();

        Assert.That(first.GetResult(), Is.EqualTo([0L, 1L]));
        Assert.That(second.GetResult(), Is.EqualTo([0L]));
    }

    [Test]
    public void Window_of_C_sharp_rows()
    {
        var rule = RuleCompiler.Compile<Reading, Count>("SELECT sum(Sequence) AS Next, Room FROM r GROUP BY COUNTWINDOW(2), Room");
        var output = new Collected<Count>();
        rule.Start(output).OnNext([new Reading("lab", 31, 1), new Reading("lab", 20, 2)]);

        Assert.That(output.Collections, Is.EqualTo(new[] { new[] { new Count(3, "lab") } }));
    }

    [Test]
    public void Window_of_C_sharp_rows_ends_by_the_clock_also_while_no_row_comes()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        using var rows = new Subject<Reading>();
        var output = new List<Count>();
        using var subscription = RuleCompiler.Compile<Reading, Count>("SELECT sum(Sequence) AS Next, Room FROM r GROUP BY TUMBLINGWINDOW(ss, 10), Room")
            .AsOperator(time: time)(rows).Subscribe(output.Add);

        rows.OnNext(new Reading("lab", 31, 1));
        time.Advance(TimeSpan.FromSeconds(9));
        rows.OnNext(new Reading("lab", 31, 2));
        Assert.That(output, Is.Empty);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(output, Is.EqualTo(new[] { new Count(3, "lab") }));
        time.Advance(TimeSpan.FromSeconds(5));
        rows.OnNext(new Reading("hall", 31, 7));
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.That(output, Is.EqualTo(new[] { new Count(3, "lab"), new Count(7, "hall") }));
        subscription.Dispose();
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.That(output, Has.Count.EqualTo(2));
    }

    [Test]
    public void Numeric_rule_allocates_nothing_per_event()
    {
        var input = RuleCompiler.Compile<Point, Point>("SELECT X + 1 AS X, Y * 2.5 AS Y FROM p WHERE X % 2 = 0 AND Y BETWEEN 0 AND 1000000").Start(new Ignored<Point>());
        var batch = Enumerable.Range(0, 1000).Select(static i => new Point(i, i)).ToArray();

        Assert.That(AllocatedBy(() => input.OnNext(batch)), Is.Zero);
    }

    [Test]
    public void Value_is_sixteen_bytes() => Assert.That(Unsafe.SizeOf<SqlValue>(), Is.EqualTo(16));

    [Test]
    public void Schemaless_filter_allocates_nothing_for_rows_it_drops()
    {
        var rule = RuleCompiler.Compile(
            "SELECT a + 1 AS b FROM demo WHERE a * 2.5 + c > 1000000000",
            new Sql.Symbols.Catalog([new Sql.Symbols.StreamSymbol("demo", Sql.Symbols.StreamKind.Stream, [], true)], new Sql.Symbols.FunctionTable([])));
        var run = rule.Program.Start(new Runtime.Rules.RuleStart(
            "", TimeProvider.System, TimeZoneInfo.Utc, new Runtime.Rules.KeyedState(), new Runtime.Time.RuleTimers(0), new Ignored<Row>()));
        var batch = Enumerable.Range(0, 1000).Select(static i => new Row([(long)i, i * 0.5], 0)).ToArray();
        var input = run.InputOf(0);

        Assert.That(AllocatedBy(() => input.OnNext(batch)), Is.Zero);
    }

    private static long AllocatedBy(Action action)
    {
        for (var i = 0; i < 50; i++)
            action();

        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    public readonly record struct Reading(string Room, double Celsius, int Sequence);

    public sealed class Hot
    {
        public string? Room { get; set; }

        public double Fahrenheit { get; set; }
    }

    public sealed record Count(long Next, string Room);

    public readonly record struct Point(long X, double Y);

    private sealed class Ignored<TOut> : Runtime.Rules.IRuleOutput<TOut>
    {
        public void OnRows(ReadOnlySpan<TOut> rows)
        {
        }

        public void OnCollection(ReadOnlySpan<TOut> rows)
        {
        }

        public void OnError(Runtime.Rules.RowError error) => Assert.Fail(error.Message);

        public void OnCompleted()
        {
        }
    }
}
