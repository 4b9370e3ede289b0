using CompiledRules.Sql.Planning;

namespace CompiledRules.Sql.Tests.Planning;

public sealed class FilterPushdownTests
{
    [TestCase("TUMBLINGWINDOW(ss, 1)", "Window Tumbling Second 1")]
    [TestCase("HOPPINGWINDOW(ss, 2, 1)", "Window Hopping Second 2 1")]
    [TestCase("SESSIONWINDOW(ss, 2, 1)", "Window Session Second 2 1")]
    [TestCase("STATEWINDOW(a > 1)", "Window State begin demo.a > 1")]
    public void Where_acts_before_a_window_that_time_or_state_closes(string window, string text) => Assert.That(
        PlanText.Of($"SELECT a FROM demo WHERE a > 2 GROUP BY {window}"),
        Is.EqualTo($"Project demo.a\n  {text}\n    Filter demo.a > 2\n      Scan demo [a bigint]"));

    [TestCase("COUNTWINDOW(5)", "Window Count 5")]
    [TestCase("SLIDINGWINDOW(ss, 5)", "Window Sliding Second 5")]
    public void Where_acts_after_a_window_that_rows_trigger(string window, string text) => Assert.That(
        PlanText.Of($"SELECT a FROM demo WHERE a > 2 GROUP BY {window}"),
        Is.EqualTo($"Project demo.a\n  Filter demo.a > 2\n    {text}\n      Scan demo [a bigint]"));

    [Test]
    public void Where_acts_after_every_window_of_event_time() => Assert.That(
        PlanText.Of("SELECT a FROM demo WHERE a > 2 GROUP BY TUMBLINGWINDOW(ss, 1)", new RuleOptions(IsEventTime: true)),
        Is.EqualTo("Project demo.a\n  Filter demo.a > 2\n    Window Tumbling Second 1\n      Watermark\n        Scan demo [a bigint, ts bigint] timestamp ts"));

    [Test]
    public void Calls_with_history_see_the_rows_that_where_drops() => Assert.That(
        PlanText.Of("SELECT lag(a) AS l FROM demo WHERE lag(a) > 2 GROUP BY TUMBLINGWINDOW(ss, 1)"),
        Is.EqualTo("Project lag(demo.a) AS l\n  Window Tumbling Second 1\n    Filter lag(demo.a) > 2\n      Analytic lag(demo.a), lag(demo.a)\n        Scan demo [a bigint]"));

    [Test]
    public void A_condition_on_the_bounds_of_the_window_stays_after_it() => Assert.That(
        PlanText.Of("SELECT a FROM demo WHERE a > 2 AND window_start() > 5 GROUP BY TUMBLINGWINDOW(ss, 1)"),
        Is.EqualTo("Project demo.a\n  Filter window_start() > 5\n    Window Tumbling Second 1\n      Filter demo.a > 2\n        Scan demo [a bigint]"));

    [Test]
    public void An_inner_join_takes_on_and_where_as_one() => Assert.That(
        PlanText.Of("""
            SELECT demo.a FROM demo INNER JOIN other ON demo.a = other.a AND demo.b > 20 AND other.h < 60
            WHERE demo.ts > 111 AND demo.b > other.h GROUP BY TUMBLINGWINDOW(ss, 10)
            """),
        Is.EqualTo("""
            Project demo.a
              InnerJoin other on (demo.a = other.a) AND (demo.b > other.h)
                Window Tumbling Second 10
                  Merge
                    Filter (demo.b > 20) AND (demo.ts > 111)
                      Scan demo [a bigint, b float, ts bigint]
                    Filter other.h < 60
                      Scan other [a bigint, h float]
            """));

    [Test]
    public void What_cannot_go_below_the_window_stays_in_the_join() => Assert.That(
        PlanText.Of("SELECT demo.a FROM demo INNER JOIN other ON demo.a = other.a WHERE demo.b > 1 GROUP BY SLIDINGWINDOW(ss, 10)"),
        Is.EqualTo("""
            Project demo.a
              InnerJoin other on (demo.a = other.a) AND (demo.b > 1)
                Window Sliding Second 10
                  Merge
                    Scan demo [a bigint, b float]
                    Scan other [a bigint]
            """));

    [TestCase(true, "Filter other.h > 1", "Project demo.a")]
    [TestCase(false, "Scan other", "Project demo.a\n  Filter other.h > 1\n    LeftJoin")]
    public void Where_on_the_side_that_may_be_missing_acts_before_or_after_an_outer_join(bool below, string branch, string top)
    {
        var options = new RuleOptions { PlanOptimizeStrategy = new(FilterBelowOuterJoins: below) };

        var plan = PlanText.Of("SELECT demo.a FROM demo LEFT JOIN other ON demo.a = other.a WHERE demo.b > 1 AND other.h > 1 GROUP BY TUMBLINGWINDOW(ss, 10)", options);

        Assert.That(plan, Does.StartWith(top));
        Assert.That(plan, Does.Contain($"      {branch}"));
        Assert.That(plan, Does.Contain("        Filter demo.b > 1\n"));
    }

    [Test]
    public void A_table_retains_only_what_its_conditions_let_through() => Assert.That(
        PlanText.Of("SELECT demo.a FROM demo INNER JOIN kept ON demo.a = kept.id AND kept.name = \"x\" WHERE demo.b > 2"),
        Is.EqualTo("""
            Project demo.a
              InnerJoin kept on demo.a = kept.id
                Table Scan kept [id bigint, name string] filter kept.name = "x"
                  Filter demo.b > 2
                    Scan demo [a bigint, b float]
            """));

    [Test]
    public void A_lookup_is_asked_only_for_rows_that_pass_what_does_not_need_it() => Assert.That(
        PlanText.Of("SELECT demo.a, asked.name FROM demo LEFT JOIN asked ON asked.size > 20 AND demo.b < 40 AND demo.a = asked.id WHERE demo.ok AND asked.name = \"x\""),
        Is.EqualTo("""
            Project demo.a, asked.name
              Filter asked.name = "x"
                LeftLookup asked [name, size] by id = demo.a filter asked.size > 20
                  Filter (demo.b < 40) AND demo.ok
                    Scan demo [a bigint, b float, ok boolean]
            """));

    [Test]
    public void A_name_that_only_the_row_can_place_is_not_moved() => Assert.That(
        PlanText.Of("SELECT x FROM free INNER JOIN free2 ON free.id = free2.id WHERE x > 1 GROUP BY TUMBLINGWINDOW(ss, 1)"),
        Does.Contain("InnerJoin free2 on (free.id = free2.id) AND (x > 1)"));

    [Test]
    public void A_condition_that_is_always_true_is_no_filter() => Assert.That(
        PlanText.Of("SELECT a FROM demo WHERE 1 + 1 = 2 AND true"),
        Is.EqualTo("Project demo.a\n  Scan demo [a bigint]"));

    [TestCase("a > 1 + 2 * 3", "demo.a > 7")]
    [TestCase("a > 7 / 2", "demo.a > 3")]
    [TestCase("a > 1 / 0", "demo.a > (1 / 0)")]
    [TestCase("false AND a > 1", "FALSE")]
    [TestCase("a > 1 AND false", "(demo.a > 1) AND FALSE")]
    [TestCase("ok AND true", "demo.ok AND TRUE")]
    [TestCase("a > -(2 - 5)", "demo.a > 3")]
    [TestCase("c = \"x\" || \"y\"", "demo.c = \"xy\"")]
    [TestCase("NULL IS NULL AND a > 1", "demo.a > 1")]
    public void Literals_are_computed_where_nothing_can_fail(string condition, string expected) => Assert.That(
        PlanText.Of($"SELECT a FROM demo WHERE {condition}"), Does.Contain($"Filter {expected}\n"));
}
