using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Tests.Binding;

namespace CompiledRules.Sql.Tests.Planning;

public sealed class PlannerTests
{
    [Test]
    public void Clauses_stand_in_the_order_in_which_they_run() => Assert.That(
        PlanText.Unoptimized("""
            SELECT DISTINCT c, sum(a) AS s, lag(b) AS l, row_number() AS n FROM demo WHERE a > 1
            GROUP BY SLIDINGWINDOW(ss, 5), c HAVING s > 2 ORDER BY s DESC, n LIMIT 3
            """),
        Is.EqualTo("""
            Limit 3
              Distinct
                Project demo.c, sum(demo.a) AS s, lag(demo.b) AS l, row_number() AS n
                  Order s DESC, n
                    RowNumber row_number()
                      Having s > 2
                        Aggregate sum(demo.a) by demo.c
                          Filter demo.a > 1
                            Window Sliding Second 5
                              Analytic lag(demo.b)
                                Scan demo [a bigint, b float, c string, ok boolean, arr array(bigint), next struct(name string, deep struct(x bigint, y bigint)), ts bigint]
            """));

    [Test]
    public void Streams_are_merged_tables_added_and_lookups_asked_last() => Assert.That(
        PlanText.Of("""
            SELECT demo.a, other.h, kept.name, asked.size FROM demo INNER JOIN other ON demo.a = other.a
            LEFT JOIN asked ON asked.id = demo.a LEFT JOIN kept ON kept.id = demo.a GROUP BY TUMBLINGWINDOW(ss, 10)
            """),
        Is.EqualTo("""
            Project demo.a, other.h, kept.name, asked.size
              LeftLookup asked [size] by id = demo.a
                LeftJoin kept on kept.id = demo.a
                  InnerJoin other on demo.a = other.a
                    Table Scan kept [id bigint, name string]
                      Window Tumbling Second 10
                        Merge
                          Scan demo [a bigint]
                          Scan other [a bigint, h float]
            """));

    [Test]
    public void In_event_time_rows_are_ordered_before_calls_with_history() => Assert.That(
        PlanText.Of("SELECT lag(a) AS l FROM demo", new RuleOptions(IsEventTime: true)),
        Is.EqualTo("""
            Project lag(demo.a) AS l
              Analytic lag(demo.a)
                Watermark
                  Scan demo [a bigint, ts bigint] timestamp ts
            """));

    [Test]
    public void A_set_returning_function_expands_the_projected_rows_and_the_limit_counts_twice() => Assert.That(
        PlanText.Of("SELECT a, unnest(arr) AS x FROM demo LIMIT 2"),
        Is.EqualTo("""
            Limit 2
              Unnest x
                Limit 2
                  Project demo.a, unnest(demo.arr) AS x
                    Scan demo [a bigint, arr array(bigint)]
            """));

    [Test]
    public void Aggregates_of_conditions_on_rows_are_computed_over_the_whole_unit() => Assert.That(
        PlanText.Of("SELECT a FROM demo WHERE a > avg(a) GROUP BY COUNTWINDOW(5) HAVING count(*) > 2"),
        Is.EqualTo("""
            Project demo.a
              Having count(*) > 2
                UnitAggregate count(*)
                  Filter demo.a > avg(demo.a)
                    UnitAggregate avg(demo.a)
                      Window Count 5
                        Scan demo [a bigint]
            """));

    [Test]
    public void Equal_aggregates_are_one() => Assert.That(
        PlanText.Of("SELECT sum(a) AS s, sum(a) + 1 AS t FROM demo GROUP BY COUNTWINDOW(5) HAVING sum(a) > 2"),
        Does.Contain("Aggregate sum(demo.a)\n"));

    [Test]
    public void Branches_and_inner_queries_are_plans_of_their_own() => Assert.That(
        PlanText.Of("SELECT q.x FROM (SELECT a + 1 AS x, b FROM demo) AS q UNION ALL SELECT a AS x FROM plain LIMIT 5"),
        Is.EqualTo("""
            Limit 5
              Union
                Project q.x
                  Derived q
                    Project demo.a + 1 AS x, demo.b
                      Scan demo [a bigint, b float]
                Project plain.a AS x
                  Scan plain [a bigint]
            """));

    [Test]
    public void Each_rewrite_shows_its_plan() => Assert.That(
        Bind.Statement("SELECT a FROM demo WHERE 1 + 1 = 2 AND a > 1 + 1 GROUP BY TUMBLINGWINDOW(ss, 1)").Explain(RuleOptions.Default).Select(static step => step.Name),
        Is.EqualTo(new[] { "Planner", "ConstantFolding", "FilterPushdown", "ColumnPruning", "CommonSubexpressions" }));

    [TestCase("predicatePushDown", "Planner ConstantFolding ColumnPruning CommonSubexpressions")]
    [TestCase("columnPruner", "Planner ConstantFolding FilterPushdown CommonSubexpressions")]
    public void A_rewrite_can_be_left_out(string rule, string expected)
    {
        var options = new RuleOptions { PlanOptimizeStrategy = new(DisableOptimizeRules: [rule]) };

        var steps = Bind.Statement("SELECT a FROM demo", options).Explain(options);

        Assert.That(string.Join(" ", steps.Select(static step => step.Name)), Is.EqualTo(expected));
    }
}
