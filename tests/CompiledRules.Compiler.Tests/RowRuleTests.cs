namespace CompiledRules.Compiler.Tests;

public sealed class RowRuleTests
{
    [TestCase("SELECT a + 1 AS b FROM demo WHERE a > 2", """{"a":3}""", "{b:4}")]
    [TestCase("SELECT a + 1 AS b FROM demo WHERE a > 2", """{"a":1}""", "")]
    [TestCase("SELECT a + 1 AS b FROM demo WHERE a > 2", """{"b":1}""", "")]
    [TestCase("SELECT a, b, c FROM demo", """{"a":1,"b":null}""", "{a:1,b:null}")]
    [TestCase("SELECT a / 4 AS q, a % 4 AS r, b / 4 AS f FROM demo", """{"a":10,"b":10.0}""", "{f:2.5,q:2,r:2}")]
    [TestCase("SELECT a + 1 AS a, a + 2 AS s FROM demo", """{"a":1}""", "{a:2,s:4}")]
    [TestCase("SELECT a, a + 1, abs(a) FROM demo", """{"a":1}""", "{a:1,abs:1,kuiper_field_0:2}")]
    [TestCase("SELECT * FROM demo", """{"a":1,"b":{"c":2}}""", "{a:1,b:{c:2}}")]
    [TestCase("SELECT * EXCEPT(a) FROM demo", """{"a":1,"b":2}""", "{b:2}")]
    [TestCase("SELECT * REPLACE(a * 2 AS a) FROM demo", """{"a":1,"b":2}""", "{a:2,b:2}")]
    [TestCase("SELECT *, a + 1 AS a FROM demo", """{"a":1,"b":2}""", "{a:2,b:2}")]
    [TestCase("SELECT a + 1 AS x INVISIBLE, x * 2 AS y FROM demo", """{"a":1}""", "{y:4}")]
    [TestCase("SELECT CASE WHEN a > 1 THEN 'big' ELSE 'small' END AS s FROM demo", """{"a":1}""", "{s:small}")]
    [TestCase("SELECT CASE a WHEN 1 THEN 'one' WHEN 2 THEN 2.5 END AS s FROM demo", """{"a":2}""", "{s:2.5}")]
    [TestCase("SELECT a->b->c AS x, a.b AS y FROM demo", """{"a":{"b":{"c":1}}}""", "{x:1,y:{c:1}}")]
    [TestCase("SELECT a[0] AS f, a[-1] AS l, a[1:] AS s, a[1:2] AS t FROM demo", """{"a":[1,2,3]}""", "{f:1,l:3,s:[2,3],t:[2]}")]
    [TestCase("SELECT a[x:y+1] AS s FROM demo", """{"a":[1,2,3,4,5],"x":1,"y":2}""", "{s:[2,3]}")]
    [TestCase("SELECT a FROM demo WHERE a IN (1, 2)", """{"a":2}""", "{a:2}")]
    [TestCase("SELECT a FROM demo WHERE a NOT IN (1, 2)", """{"b":2}""", "")]
    [TestCase("SELECT a FROM demo WHERE a IN b", """{"a":2,"b":[1,2]}""", "{a:2}")]
    [TestCase("SELECT a FROM demo WHERE a BETWEEN 1 AND 3 AND b > 0.5", """{"a":2,"b":0.6}""", "{a:2}")]
    [TestCase("SELECT a FROM demo WHERE a NOT BETWEEN 1 AND 3", """{"b":2}""", "")]
    [TestCase("SELECT a FROM demo WHERE a LIKE 'x_y%'", """{"a":"xzyabc"}""", "{a:xzyabc}")]
    [TestCase("SELECT a FROM demo WHERE a LIKE 'x.y%'", """{"a":"xzyabc"}""", "")]
    [TestCase("SELECT upper(a) AS u, length(a) AS n, concat(a, '-', b) AS c FROM demo", """{"a":"xy","b":1}""", "{c:xy-1,n:2,u:XY}")]
    [TestCase("SELECT abs(a) AS x, round(b) AS y FROM demo", """{"a":-3,"b":2.5}""", "{x:3,y:3}")]
    [TestCase("SELECT a & 6 AS x, a | 1 AS y, b & 1 AS z FROM demo", """{"a":4}""", "{x:4,y:5,z:false}")]
    [TestCase("SELECT a IS NULL AS n, NOT (a = 1) AS m, isnull(b) AS k FROM demo", """{"a":1}""", "{k:true,m:false,n:false}")]
    [TestCase("SELECT coalesce(a, b, 3) AS c, a || b AS d FROM demo", """{"b":2}""", "{c:2}")]
    [TestCase("SELECT cast(a, 'string') AS s, cast(b, 'bigint') AS i FROM demo", """{"a":12,"b":"7"}""", "{i:7,s:12}")]
    [TestCase("SELECT meta(topic) AS t, rule_id() AS r FROM demo", """{"a":1}""", "{r:rule,t:demo}")]
    [TestCase("SELECT object_construct('k', a) AS o, array_create(a, 2) AS l FROM demo", """{"a":1}""", "{l:[1,2],o:{k:1}}")]
    [TestCase("SELECT row_number() AS n FROM demo LIMIT 5", """{"a":1}""", "{n:1}")]
    public void Statement_gives(string sql, string row, string expected) => Assert.That(RuleHarness.Rows(sql, row), Is.EqualTo(expected));

    [TestCase("SELECT a * 3 AS b FROM demo", "run Select error: expr: a * 3 AS b meet error, err:invalid operation string(x) * bigint(3)")]
    [TestCase("SELECT a FROM demo WHERE a > 2", "run Where error: invalid operation string(x) > bigint(2)")]
    [TestCase("SELECT a FROM demo WHERE a + 1 > 2 AND b = 1", "run Where error: invalid operation string(x) + bigint(1)")]
    [TestCase("SELECT a FROM demo WHERE a", "run Where error: invalid condition that returns non-bool value string(x)")]
    [TestCase("SELECT 1 / 0 AS x FROM demo", "run Select error: expr: 1 / 0 AS x meet error, err:divided by zero")]
    [TestCase("SELECT a[0] AS x FROM demo", "run Select error: expr: a[0] AS x meet error, err:string(x) is not an array, so it has no elements")]
    public void Failing_row_is_an_error_and_no_result(string sql, string message)
    {
        var harness = new RuleHarness(sql).Send("""{"a":"x"}""");

        Assert.That(harness.Results, Is.Empty);
        Assert.That(harness.Errors.Select(static error => error.Message), Is.EqualTo([message]));
    }

    [Test]
    public void Rows_around_a_failing_one_go_through()
    {
        var harness = new RuleHarness("SELECT a * 3 AS b FROM demo").Send("""{"a":1}""").Send("""{"a":"x"}""").Send("""{"a":2}""");

        Assert.That(harness.Results, Is.EqualTo("{b:3} {b:6}"));
        Assert.That(harness.Errors[0].Expression, Is.EqualTo("a * 3 AS b"));
    }

    [Test]
    public void Alias_is_computed_once_and_only_when_asked_for()
    {
        var harness = new RuleHarness("SELECT CASE WHEN b > 0 THEN x END AS y, 1 / b AS x INVISIBLE FROM demo").Send("""{"b":0}""").Send("""{"b":1}""");

        Assert.That(harness.Results, Is.EqualTo("{} {y:1}"));
        Assert.That(harness.Errors, Is.Empty);
    }

    [Test]
    public void Declared_columns_compute_in_their_types()
    {
        var harness = new RuleHarness(
            "SELECT a / 4 AS q, *, room = 'lab' AS isLab FROM demo WHERE temperature > 2",
            "CREATE STREAM demo (a BIGINT, temperature FLOAT, room STRING) WITH (DATASOURCE=\"x\")");

        Assert.That(harness.Send("""{"a":10,"temperature":2.5,"room":"lab"}""").Results, Is.EqualTo("{a:10,isLab:true,q:2,room:lab,temperature:2.5}"));
    }
}
