using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Tests.Binding;

public sealed class CallBindingTests
{
    [TestCase("abs(a)", "demo", SqlTypeKind.BigInt)]
    [TestCase("abs(b)", "demo", SqlTypeKind.Float)]
    [TestCase("abs(1.5)", "demo", SqlTypeKind.Float)]
    [TestCase("sin(a)", "demo", SqlTypeKind.Float)]
    [TestCase("upper(a)", "demo", SqlTypeKind.String)]
    [TestCase("sin(x)", "free", SqlTypeKind.Float)]
    [TestCase("ABS(a)", "demo", SqlTypeKind.BigInt)]
    public void Static_types_choose_the_overload(string call, string source, SqlTypeKind result)
    {
        var bound = (BoundCall)Bind.Expression(call, source);

        Assert.That(bound.Overload, Is.Not.Null);
        Assert.That(bound.Type.Kind, Is.EqualTo(result));
    }

    [Test]
    public void The_kind_at_run_time_chooses_where_nothing_is_known()
    {
        var bound = (BoundCall)Bind.Expression("abs(x)", "free");

        Assert.That(bound.Overload, Is.Null);
        Assert.That((bound.Type, bound.IsNullable), Is.EqualTo((SqlType.Any, true)));
    }

    [Test]
    public void An_overload_for_values_of_any_kind_is_chosen_at_once() =>
        Assert.That(((BoundAggregate)Bind.Expression("sum(x)", "free")).Overload!.Result, Is.EqualTo(SqlType.Any));

    [Test]
    public void Null_suits_every_parameter() => Assert.That(((BoundCall)Bind.Expression("sin(NULL)")).IsNullable, Is.True);

    [Test]
    public void An_aggregate_of_whole_rows_gets_the_row_first() =>
        Assert.That(BoundText.Of(Bind.Expression("deduplicate(a, true)")), Is.EqualTo("deduplicate(*, demo.a, TRUE)"));

    [TestCase("lag(a) AS x, lag(x) AS y", "lag(demo.a) lag(x)")]
    [TestCase("lag(lag(a)), lag(b)", "lag(demo.a) lag(lag(demo.a)) lag(demo.b)")]
    [TestCase("lag(y) AS x, lag(a) + 1 AS y", "lag(demo.a) lag(y)")]
    [TestCase("lag(a) OVER (WHEN lag(b) > 1) AS x", "lag(demo.b) lag(demo.a) OVER(WHEN lag(demo.b) > 1)")]
    public void Calls_with_history_are_numbered_inner_first(string columns, string expected)
    {
        var select = Bind.Select($"SELECT {columns} FROM demo".Replace("lag(lag(a)), lag(b)", "lag(lag(a)) AS u, lag(b)", StringComparison.Ordinal));

        var calls = select.Columns.SelectMany(BoundTree.Expressions).SelectMany(BoundTree.DescendantsAndSelf).OfType<BoundAnalytic>();
        Assert.That(string.Join(" ", calls.DistinctBy(static call => call.Site).OrderBy(static call => call.Site).Select(BoundText.Of)), Is.EqualTo(expected));
    }

    [Test]
    public void Select_comes_before_where_in_the_numbering()
    {
        var select = Bind.Select("SELECT lag(a) FROM demo WHERE lag(b) > 1");

        Assert.That(((BoundAnalytic)((BoundBinary)select.Where!).Left).Site, Is.EqualTo(1));
    }

    [TestCase("SELECT a FROM demo", false)]
    [TestCase("SELECT count(*) FROM demo", true)]
    [TestCase("SELECT sin(count(*)) AS x FROM demo", true)]
    [TestCase("SELECT a FROM demo GROUP BY TUMBLINGWINDOW(ss, 1)", false)]
    [TestCase("SELECT a FROM demo GROUP BY TUMBLINGWINDOW(ss, 1), a", true)]
    [TestCase("SELECT a FROM demo GROUP BY TUMBLINGWINDOW(ss, 1) HAVING count(a) > 1", false)]
    [TestCase("SELECT last_agg_hit_count() FROM demo GROUP BY TUMBLINGWINDOW(ss, 1)", true)]
    public void It_makes_one_row_per_group(string sql, bool expected) => Assert.That(Bind.Select(sql).IsAggregate, Is.EqualTo(expected));

    [TestCase("SELECT c FROM demo GROUP BY TUMBLINGWINDOW(ss, 1), c HAVING c = \"x\"")]
    [TestCase("SELECT c AS k FROM demo GROUP BY TUMBLINGWINDOW(ss, 1), k HAVING k = \"x\" AND sin(count(*)) > 0")]
    [TestCase("SELECT collect(*) AS x FROM demo HAVING x[2]->temp > 20 AND sin(x[0]->temp) > 0")]
    [TestCase("SELECT count(*) FROM demo GROUP BY TUMBLINGWINDOW(ss, 1), upper(c) HAVING upper(c) = \"X\"")]
    [TestCase("SELECT a FROM demo GROUP BY SLIDINGWINDOW(ss, 5) OVER (WHEN ts - last_hit_time() > 1000), a")]
    [TestCase("SELECT count(*) AS n FROM demo WHERE a > avg(a) GROUP BY COUNTWINDOW(5)")]
    public void Accepted(string sql) => Assert.That(Bind.Errors(sql), Is.Empty);

    [Test]
    public void A_condition_and_the_select_list_count_hits_apart()
    {
        var select = Bind.Select("SELECT last_hit_count() AS n, last_hit_count() + 1 AS m FROM demo WHERE last_hit_count() < 3 AND last_hit_count() > 1 AND n < 9");

        var sites = select.Where!.DescendantsAndSelf().OfType<BoundHitState>().Select(static state => state.Site);
        Assert.That(sites, Is.EqualTo(new[] { 2, 2, 0 }));
    }
}
