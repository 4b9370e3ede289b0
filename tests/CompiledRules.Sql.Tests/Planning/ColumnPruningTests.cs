using CompiledRules.Sql.Planning;

namespace CompiledRules.Sql.Tests.Planning;

public sealed class ColumnPruningTests
{
    [TestCase("SELECT a FROM demo", "Scan demo [a bigint]")]
    [TestCase("SELECT A FROM demo", "Scan demo [a bigint]")]
    [TestCase("SELECT a FROM demo ORDER BY b", "Scan demo [a bigint, b float]")]
    [TestCase("SELECT a + 1 AS x FROM demo WHERE x > 1", "Scan demo [a bigint]")]
    [TestCase("SELECT count(*) FROM demo", "Scan demo []")]
    [TestCase("SELECT a FROM demo GROUP BY STATEWINDOW(b > 1, ok) OVER (PARTITION BY c)", "Scan demo [a bigint, b float, c string, ok boolean]")]
    [TestCase("SELECT a FROM demo GROUP BY SLIDINGWINDOW(ss, 1) FILTER (WHERE b > 1) OVER (WHEN ok)", "Scan demo [a bigint, b float, ok boolean]")]
    [TestCase("SELECT next->deep->x FROM demo", "Scan demo [next struct(deep struct(x bigint))]")]
    [TestCase("SELECT next->deep->x, next.name FROM demo", "Scan demo [next struct(name string, deep struct(x bigint))]")]
    [TestCase("SELECT next->deep->x, next FROM demo", "Scan demo [next struct(name string, deep struct(x bigint, y bigint))]")]
    [TestCase("SELECT * EXCEPT(c, arr, next) FROM demo", "Scan demo [a bigint, b float, ok boolean, ts bigint]")]
    [TestCase("SELECT * EXCEPT(c, arr, next) REPLACE(b * 2 AS b) FROM demo WHERE c = \"x\"", "Scan demo [a bigint, b float, c string, ok boolean, ts bigint]")]
    [TestCase("SELECT collect(* EXCEPT(a, b, c, ok, next)) AS x FROM demo", "Scan demo [arr array(bigint), ts bigint]")]
    [TestCase("SELECT * FROM plain", "Scan plain [a bigint, select string]")]
    [TestCase("SELECT x, y->z FROM free", "Scan free [x any, y any]")]
    [TestCase("SELECT *, x + 1 AS z FROM free", "Scan free [x any] whole row")]
    [TestCase("SELECT meta(topic) AS t FROM demo", "Scan demo []")]
    public void Only_what_is_read_is_decoded(string sql, string scan) => Assert.That(PlanText.Of(sql), Does.EndWith(scan));

    [Test]
    public void The_timestamp_is_kept() => Assert.That(
        PlanText.Of("SELECT a FROM demo", new RuleOptions(IsEventTime: true)), Does.EndWith("Scan demo [a bigint, ts bigint] timestamp ts"));

    [Test]
    public void A_name_that_only_the_row_can_place_is_read_from_all_that_may_have_it() => Assert.That(
        PlanText.Of("SELECT name FROM free INNER JOIN kept ON free.id = kept.id"),
        Does.Contain("Scan kept [id bigint, name string]").And.Contain("Scan free [name any, id any]"));
}
