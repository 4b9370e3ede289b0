using CompiledRules.Sql.Syntax;

namespace CompiledRules.Sql.Tests.Syntax;

public sealed class WindowParsingTests
{
    [TestCase("TUMBLINGWINDOW(dd, 1)", "Tumbling Day 1")]
    [TestCase("HoppingWindow(hh, 5, 1)", "Hopping Hour 5 1")]
    [TestCase("HOPPINGWINDOW(mi, 1, 5)", "Hopping Minute 1 5")]
    [TestCase("SLIDINGWINDOW(ss, 5)", "Sliding Second 5 0")]
    [TestCase("SLIDINGWINDOW(ss, 5, 2)", "Sliding Second 5 2")]
    [TestCase("SESSIONWINDOW(ms, 5, 1)", "Session Millisecond 5 1")]
    [TestCase("COUNTWINDOW(5)", "Count 5 ")]
    [TestCase("COUNTWINDOW(5, 5)", "Count 5 5")]
    [TestCase("STATEWINDOW(a > 1, b)", "State (a > 1) b")]
    [TestCase("STATEWINDOW(had_changed(true, a))", "State had_changed(TRUE, a) ")]
    public void Arguments(string text, string expected) => Assert.That(Shape(Window(text)), Is.EqualTo(expected));

    [TestCase("FILTER (WHERE a > 1) OVER (WHEN b > 2)")]
    [TestCase("OVER (WHEN b > 2) FILTER (WHERE a > 1)")]
    public void Filter_and_trigger(string clauses)
    {
        var window = Window("SLIDINGWINDOW(ss, 5) " + clauses);

        Assert.That(SyntaxShape.Of(window.Filter), Is.EqualTo("(a > 1)"));
        Assert.That(SyntaxShape.Of(window.Over!.When), Is.EqualTo("(b > 2)"));
    }

    [Test]
    public void Partition_of_a_state_window() =>
        Assert.That(Window("STATEWINDOW(a, b) OVER (PARTITION BY c, d)").Over!.PartitionBy.Select(SyntaxShape.Of), Is.EqualTo(new[] { "c", "d" }));

    [TestCase("TUMBLINGWINDOW(ss)", "CR1301 'TUMBLINGWINDOW(ss)'")]
    [TestCase("SLIDINGWINDOW(mi, 5, 1, 4)", "CR1301 'SLIDINGWINDOW(mi, 5, 1, 4)'")]
    [TestCase("COUNTWINDOW()", "CR1301 'COUNTWINDOW()'")]
    [TestCase("TUMBLINGWINDOW(second, 1)", "CR1302 'second'")]
    [TestCase("TUMBLINGWINDOW(ss, 0)", "CR1303 '0'")]
    [TestCase("TUMBLINGWINDOW(ss, -1)", "CR1303 '-1'")]
    [TestCase("TUMBLINGWINDOW(ss, 1.5)", "CR1303 '1.5'")]
    [TestCase("HOPPINGWINDOW(ss, 5, 0)", "CR1303 '0'")]
    [TestCase("SLIDINGWINDOW(ss, 5, -1)", "CR1303 '-1'")]
    [TestCase("SESSIONWINDOW(ss, 5, 0)", "CR1303 '0'")]
    [TestCase("COUNTWINDOW(0)", "CR1303 '0'")]
    [TestCase("COUNTWINDOW(5, 0)", "CR1303 '0'")]
    [TestCase("COUNTWINDOW(3, 5)", "CR1304 '5'")]
    [TestCase("TUMBLINGWINOW(ss, 5)", "CR1001 'TUMBLINGWINOW'")]
    public void Mistakes(string text, string expected) =>
        Assert.That(Parsed.Errors($"SELECT a FROM s GROUP BY {text}, b HAVING c > 1"), Is.EqualTo(new[] { expected }));

    [Test]
    public void A_window_stands_only_in_group_by() =>
        Assert.That(Parsed.Errors("SELECT tumblingwindow(ss, 1) FROM s"), Is.EqualTo(new[] { "CR1305 'tumblingwindow'" }));

    private static WindowSyntax Window(string text) => (WindowSyntax)Parsed.Select($"SELECT a FROM s GROUP BY {text}").GroupBy[0];

    private static string Shape(WindowSyntax window) => window switch
    {
        TumblingWindowSyntax tumbling => $"Tumbling {tumbling.Unit} {tumbling.Length}",
        HoppingWindowSyntax hopping => $"Hopping {hopping.Unit} {hopping.Length} {hopping.Hop}",
        SlidingWindowSyntax sliding => $"Sliding {sliding.Unit} {sliding.Length} {sliding.Delay}",
        SessionWindowSyntax session => $"Session {session.Unit} {session.MaxDuration} {session.Timeout}",
        CountWindowSyntax count => $"Count {count.Length} {count.Interval}",
        StateWindowSyntax state => $"State {SyntaxShape.Of(state.Begin)} {SyntaxShape.Of(state.Emit)}",
        _ => throw new InvalidOperationException($"No shape for {window.GetType().Name}"),
    };
}
