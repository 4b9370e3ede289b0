namespace CompiledRules.Compiler.Tests;

/// <summary>Queries made of queries.</summary>
public sealed class QueryRuleTests
{
    [TestCase("SELECT a AS x FROM demo WHERE a > 1 UNION ALL SELECT b AS y, a AS x FROM demo", "{x:1,y:5} {x:2} {x:2,y:6}")]
    [TestCase("SELECT lag(a) AS x FROM demo UNION ALL SELECT lag(b) AS x FROM demo", "{} {} {x:1} {x:5}")]
    [TestCase("SELECT x + 1 AS y FROM (SELECT a * 2 AS x FROM demo) AS d WHERE x > 2", "{y:5}")]
    [TestCase("SELECT a, c FROM (SELECT *, a + b AS c FROM demo) AS d", "{a:1,c:6} {a:2,c:8}")]
    [TestCase("SELECT * FROM (SELECT *, a + b AS c FROM demo) AS d", "{a:1,b:5,c:6} {a:2,b:6,c:8}")]
    [TestCase("WITH d AS (SELECT a * 2 AS x FROM demo) SELECT x FROM d", "{x:2} {x:4}")]
    [TestCase("SELECT s + 1 AS t FROM (SELECT sum(a) AS s FROM demo GROUP BY COUNTWINDOW(2)) AS d", "{t:4}")]
    [TestCase("SELECT sum(x) AS s FROM (SELECT a * 2 AS x FROM demo) AS d GROUP BY COUNTWINDOW(2)", "[{s:6}]")]
    public void Statement_gives(string sql, string expected)
    {
        var harness = new RuleHarness(sql);
        harness.SendToAll("""{"a":1,"b":5}""").SendToAll("""{"a":2,"b":6}""");

        Assert.That(harness.Errors.Select(static error => error.Message), Is.Empty);
        Assert.That(harness.Results, Is.EqualTo(expected));
    }
}
