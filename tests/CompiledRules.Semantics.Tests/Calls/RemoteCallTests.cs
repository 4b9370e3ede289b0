using CompiledRules.Compiler;
using CompiledRules.Sql.Planning;
using CompiledRules.Testing;

namespace CompiledRules.Semantics.Tests.Calls;

/// <summary>Functions of other processes in a rule: when they are called, in which order rows go on, and what becomes of failures.</summary>
[TestFixture(RuleBackend.Instant)]
[TestFixture(RuleBackend.Optimized)]
public sealed class RemoteCallTests(RuleBackend backend)
{
    private static SqlValue First(SqlArray arguments) => arguments[0];

    private static VirtualFunction Function(string name, Func<SqlArray, SqlValue> body, Func<SqlArray, long>? delay = null) =>
        new(name, arguments => RemoteResult.From(body(arguments)), delay);

    private static VirtualFunction Slow(string name = "f", long delay = 50) => Function(name, static arguments => arguments[0].AsInteger() * 10, _ => delay);

    [Test]
    public void Rows_keep_their_order_whatever_order_the_answers_come_in()
    {
        var f = Function("f", First, static arguments => 100 - (arguments[0].AsInteger() * 10));

        var rule = Rule("SELECT a, f(a) AS x FROM demo", f).Send(1, 2, 3).At(1_000);

        Assert.That(rule.Out, Is.EqualTo(new[] { """90: {"a": 1, "x": 1}""", """90: {"a": 2, "x": 2}""", """90: {"a": 3, "x": 3}""" }));
    }

    [Test]
    public void Rows_go_on_as_their_answers_come_when_the_order_is_free()
    {
        var f = Function("f", First, static arguments => 100 - (arguments[0].AsInteger() * 10));

        var rule = Rule("SELECT f(a) AS x FROM demo", CallRule.Demo, RuleOptions.Default with { IsCallOrderFree = true }, f).Send(1, 2, 3).At(1_000);

        Assert.That(rule.Out, Is.EqualTo(new[] { """70: {"x": 3}""", """80: {"x": 2}""", """90: {"x": 1}""" }));
    }

    [Test]
    public void Equal_calls_of_a_row_are_made_once()
    {
        var f = Slow();

        var rule = Rule("SELECT f(a) AS x, f(a) + 1 AS y FROM demo WHERE f(a) > 10", f).Send(1, 2).At(1_000);

        Assert.That(rule.Out, Is.EqualTo(new[] { """50: {"x": 20, "y": 21}""" }));
        Assert.That(f.Calls, Has.Count.EqualTo(2));
    }

    [Test]
    public void Calls_of_one_row_run_at_the_same_time()
    {
        var rule = Rule("SELECT f(a) AS x, g(a) AS y FROM demo", Slow("f"), Slow("g", 80)).Send(1).At(1_000);

        Assert.That(rule.Out, Is.EqualTo(new[] { """80: {"x": 10, "y": 10}""" }));
    }

    [Test]
    public void A_call_of_a_result_follows_it()
    {
        var rule = Rule("SELECT g(f(a)) AS x FROM demo", Slow("f"), Slow("g", 80)).Send(1, 2).At(1_000);

        Assert.That(rule.Out, Is.EqualTo(new[] { """130: {"x": 100}""", """130: {"x": 200}""" }));
    }

    [Test]
    public void Conditions_without_calls_spare_calls()
    {
        var f = Slow();

        Rule("SELECT a FROM demo WHERE f(a) > 0 AND a > 2", f).Send(1, 2, 3).At(1_000);

        Assert.That(f.Calls.Select(First), Is.EqualTo(new SqlValue[] { 3L }));
    }

    [Test]
    public void Branches_that_are_not_taken_make_no_call()
    {
        var (f, g) = (Slow("f"), Slow("g"));

        var rule = Rule("SELECT CASE WHEN a > 1 THEN f(a) ELSE g(a) END AS x FROM demo", f, g).Send(1, 2).At(1_000);

        Assert.That(rule.Out, Is.EqualTo(new[] { """50: {"x": 10}""", """50: {"x": 20}""" }));
        Assert.That((f.Calls.Count, g.Calls.Count), Is.EqualTo((1, 1)));
    }

    [Test]
    public void A_call_behind_AND_waits_for_the_one_before_it()
    {
        var g = Slow("g");

        var rule = Rule("SELECT a FROM demo WHERE f(a) > 10 AND g(a) > 0", Slow("f"), g).Send(1, 2).At(1_000);

        Assert.That(rule.Out, Is.EqualTo(new[] { """100: {"a": 2}""" }));
        Assert.That(g.Calls, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_failure_is_an_error_of_its_row_in_its_turn()
    {
        var f = new VirtualFunction("f", static arguments => arguments[0] == 2L ? throw new SqlException("no luck") : RemoteResult.From(arguments[0]), static arguments => 100 - arguments[0].AsInteger());

        var rule = Rule("SELECT f(a) AS x FROM demo", f).Send(1, 2, 3).At(1_000);

        Assert.That(rule.Out, Is.EqualTo(new[] { """99: {"x": 1}""", "99: row-error run Select error: expr: f(a) meet error, err:no luck", """99: {"x": 3}""" }));
    }

    [Test]
    public void A_result_may_be_null_or_the_wish_to_drop_the_row()
    {
        var f = new VirtualFunction("f", static arguments => arguments[0].AsInteger() switch { 1 => RemoteResult.Skipped, 2 => RemoteResult.From(SqlValue.Null), _ => RemoteResult.From(3L) });

        var rule = Rule("SELECT a, f(a) AS x FROM demo", f).Send(1, 2, 3);

        Assert.That(rule.Out, Is.EqualTo(new[] { """0: {"a": 2}""", """0: {"a": 3, "x": 3}""" }));
    }

    [Test]
    public void An_argument_that_fails_makes_no_call()
    {
        var f = Slow();

        var rule = Rule("SELECT f(a / b) AS x FROM demo", f).Send("""{"a":1,"b":0}""").Send("""{"a":4,"b":2}""").At(1_000);

        Assert.That(rule.Out[0], Does.StartWith("0: row-error run Select error:"));
        Assert.That(rule.Out[1..], Is.EqualTo(new[] { """50: {"x": 20}""" }));
        Assert.That(f.Calls, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_window_waits_for_the_rows_that_came_before_its_end()
    {
        var rule = Rule("SELECT count(*) AS n, sum(f(a)) AS s FROM demo GROUP BY TUMBLINGWINDOW(ss, 1)", Slow(delay: 300));

        rule.At(200).Send(1).At(900).Send(2).At(1_100).Send(3).At(2_500);

        Assert.That(rule.Out, Is.EqualTo(new[] { """1200: [{"n": 2, "s": 30}]""", """2000: [{"n": 1, "s": 30}]""" }));
    }

    [Test]
    public void Groups_are_called_for_once_each()
    {
        var f = Slow();

        var rule = Rule("SELECT b, f(sum(a)) AS s FROM demo GROUP BY b, TUMBLINGWINDOW(ss, 1) HAVING f(sum(a)) > 10", f);
        rule.At(100).Send("""{"a":1,"b":1}""").Send("""{"a":2,"b":2}""").Send("""{"a":3,"b":2}""").At(1_020).Send("""{"a":9,"b":2}""").At(3_000);

        Assert.That(rule.Out, Is.EqualTo(new[] { """1050: [{"b": 2, "s": 50}]""", """2050: [{"b": 2, "s": 90}]""" }));
        Assert.That(f.Calls.Select(First), Is.EqualTo(new SqlValue[] { 1L, 5L, 9L }));
    }

    [Test]
    public void Groups_that_wait_are_those_of_their_own_window()
    {
        var rule = Rule("SELECT b, collect(a) AS all, f(count(*)) AS n FROM demo GROUP BY b, TUMBLINGWINDOW(ss, 1)", Slow(delay: 1_500));

        rule.At(100).Send("""{"a":1,"b":1}""").At(1_100).Send("""{"a":2,"b":1}""").At(5_000);

        Assert.That(rule.Out, Is.EqualTo(new[] { """2500: [{"all": [1], "b": 1, "n": 10}]""", """3500: [{"all": [2], "b": 1, "n": 10}]""" }));
    }

    [Test]
    public void Calls_stand_before_a_window_and_behind_it()
    {
        var rule = Rule("SELECT g(avg(f(a))) AS x FROM demo GROUP BY TUMBLINGWINDOW(ss, 1)", Slow("f", 200), Function("g", First, static _ => 100));

        rule.At(900).Send(1, 3).At(1_900);

        Assert.That(rule.Out, Is.EqualTo(new[] { """1200: [{"x": 20}]""" }));
    }

    [Test]
    public void Windows_of_event_time_wait_for_their_rows_too()
    {
        const string Events = "CREATE STREAM demo (a BIGINT, ts BIGINT) WITH (DATASOURCE=\"demo\", FORMAT=\"json\", TIMESTAMP=\"ts\");\n";
        var rule = Rule(
            "SELECT sum(f(a)) AS s FROM demo GROUP BY TUMBLINGWINDOW(ss, 1)", Events, RuleOptions.Default with { IsEventTime = true, LateTolerance = 0 }, Slow(delay: 70));

        rule.Send("""{"a":1,"ts":100}""").Send("""{"a":2,"ts":900}""").Send("""{"a":3,"ts":1500}""").At(20).Send("""{"a":4,"ts":2500}""").At(1_000);

        Assert.That(rule.Out, Is.EqualTo(new[] { """70: [{"s": 30}]""", """90: [{"s": 30}]""" }));
    }

    [Test]
    public void The_end_of_a_stream_waits_for_its_rows()
    {
        var rule = Rule("SELECT sum(f(a)) AS s FROM demo GROUP BY TUMBLINGWINDOW(ss, 1)", Slow()).Send(1);

        rule.Driver.End("demo");
        rule.At(60);

        Assert.That(rule.Out, Is.EqualTo(new[] { """50: [{"s": 10}]""", "50: end" }));
    }

    [Test]
    public void No_more_than_the_allowed_number_is_under_way_and_the_source_is_held_up()
    {
        var f = Slow();
        var rule = Rule("SELECT f(a) AS x FROM demo", CallRule.Demo, RuleOptions.Default with { CallConcurrency = 2 }, f);

        var held = Enumerable.Range(1, 8).Select(number => rule.Send(number).Driver.HasRoom).ToList();
        rule.At(1_000);

        Assert.That(f.MostAtOnce, Is.EqualTo(2));
        Assert.That(held, Is.EqualTo(new[] { true, true, true, true, true, true, true, false }));
        Assert.That(rule.Driver.HasRoom, Is.True);
        Assert.That(rule.Out, Has.Length.EqualTo(8).And.All.Contains("\"x\""));
    }

    [Test]
    public void What_gathers_while_exchanges_are_under_way_goes_in_one()
    {
        var f = new VirtualFunction("f", static arguments => RemoteResult.From(arguments[0]), static _ => 50) { LargestBatch = 100 };

        var rule = Rule("SELECT f(a) AS x FROM demo", f).Send([.. Enumerable.Range(1, 24)]).At(1_000);

        Assert.That(f.Exchanges, Is.EqualTo(new[] { 1, 1, 1, 1, 20 }));
        Assert.That(rule.Out.Select(static line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]), Is.EqualTo(Enumerable.Range(1, 24).Select(static number => $$"""{"x": {{number}}}""")));
    }

    [Test]
    public void An_aggregate_of_another_process_gets_the_values_of_its_group()
    {
        var f = new VirtualFunction("total", static arguments => RemoteResult.From(arguments[0].AsArray().Sum(static value => value.AsInteger())), static _ => 10) { IsAggregate = true };

        var rule = Rule("SELECT b, total(a) AS s FROM demo GROUP BY b, TUMBLINGWINDOW(ss, 1)", f);
        rule.At(100).Send("""{"a":1,"b":1}""").Send("""{"a":2,"b":1}""").At(2_000);

        Assert.That(rule.Out, Is.EqualTo(new[] { """1010: [{"b": 1, "s": 3}]""" }));
    }

    [Test]
    public void A_state_is_not_saved_while_rows_wait()
    {
        var rule = Rule("SELECT sum(f(a)) AS s FROM demo GROUP BY TUMBLINGWINDOW(ss, 1)", Slow()).Send(1);

        Assert.That(() => rule.Driver.Save(), Throws.InvalidOperationException);

        rule.At(100).Driver.Restart();
        rule.Send(2).At(1_500);

        Assert.That(rule.Out, Is.EqualTo(new[] { """1000: [{"s": 30}]""" }));
    }

    [Test]
    public void Analytic_functions_take_results_of_calls()
    {
        var rule = Rule("SELECT lag(f(a)) AS before, f(a) AS now FROM demo WHERE a > 0", Slow()).Send(1, 2).At(1_000);

        Assert.That(rule.Out, Is.EqualTo(new[] { """50: {"now": 10}""", """50: {"before": 10, "now": 20}""" }));
    }

    [Test]
    public void The_order_of_a_window_may_be_that_of_results()
    {
        var rule = Rule("SELECT a, row_number() AS n FROM demo GROUP BY TUMBLINGWINDOW(ss, 1) ORDER BY f(a)", Function("f", static arguments => -arguments[0].AsInteger(), static _ => 10));

        rule.At(100).Send(1, 2, 3).At(1_500);

        Assert.That(rule.Out, Is.EqualTo(new[] { """1010: [{"a": 3, "n": 3}, {"a": 2, "n": 2}, {"a": 1, "n": 1}]""" }));
    }

    private CallRule Rule(string sql, params VirtualFunction[] functions) => Rule(sql, CallRule.Demo, RuleOptions.Default, functions);

    private CallRule Rule(string sql, string definitions, RuleOptions options, params VirtualFunction[] functions) =>
        CallRule.Of(sql, definitions, options, backend, functions);
}
