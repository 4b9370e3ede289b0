using CompiledRules.Sql.Syntax;

namespace CompiledRules.Sql.Tests.Syntax;

public sealed class SelectParsingTests
{
    [Test]
    public void Every_clause_has_its_place()
    {
        var select = Parsed.Select(
            "SELECT a, b AS c INVISIBLE FROM s AS x LEFT JOIN t ON x.i = t.i WHERE a > 1 GROUP BY b, TUMBLINGWINDOW(ss, 10) HAVING count(*) > 2 ORDER BY a DESC, b LIMIT 5;");

        Assert.That(select.Columns.Select(static column => column.Alias?.Text), Is.EqualTo(new[] { null, "c" }));
        Assert.That(select.Columns[1].IsInvisible, Is.True);
        Assert.That(select.From.Alias!.Text, Is.EqualTo("x"));
        Assert.That(SyntaxShape.Of(select.Joins[0].On), Is.EqualTo("(x.i = t.i)"));
        Assert.That(SyntaxShape.Of(select.Where), Is.EqualTo("(a > 1)"));
        Assert.That(select.GroupBy[1], Is.InstanceOf<TumblingWindowSyntax>());
        Assert.That(SyntaxShape.Of(select.Having), Is.EqualTo("(count(*) > 2)"));
        Assert.That(SyntaxShape.Order(select.OrderBy), Is.EqualTo("a DESC, b"));
        Assert.That(select.Limit!.Count, Is.EqualTo(5));
    }

    [TestCase("*", "*")]
    [TestCase("* EXCEPT(a, b)", "* EXCEPT(a, b)")]
    [TestCase("* REPLACE(a * 2 AS a)", "* REPLACE((a * 2) AS a)")]
    [TestCase("s.* EXCEPT(a) REPLACE(b AS c)", "s.* EXCEPT(a) REPLACE(b AS c)")]
    public void Wildcards(string text, string expected) => Assert.That(Parsed.Expression(text), Is.EqualTo(expected));

    [TestCase("topic/sensor1/#")]
    [TestCase("/topic/+/temp1/")]
    [TestCase("topic/1/left")]
    [TestCase("demo")]
    public void A_source_may_be_a_topic(string name)
    {
        var source = (NamedSourceSyntax)Parsed.Select($"SELECT a FROM {name} AS s WHERE a = 1").From;

        Assert.That(source.Name.Text, Is.EqualTo(name));
        Assert.That(source.Alias!.Text, Is.EqualTo("s"));
    }

    [TestCase("INNER JOIN t ON a = b", JoinKind.Inner)]
    [TestCase("LEFT JOIN t ON a = b", JoinKind.Left)]
    [TestCase("RIGHT JOIN t ON a = b", JoinKind.Right)]
    [TestCase("FULL JOIN t ON a = b", JoinKind.Full)]
    [TestCase("CROSS JOIN t", JoinKind.Cross)]
    [TestCase("inner join t", JoinKind.Inner)]
    public void Joins(string text, JoinKind expected) =>
        Assert.That(Parsed.Select($"SELECT a FROM s {text}").Joins[0].Kind, Is.EqualTo(expected));

    [TestCase("SELECT DISTINCT a FROM s", true)]
    [TestCase("SELECT DISTINCT * FROM s", true)]
    [TestCase("SELECT DISTINCT (a) FROM s", true)]
    [TestCase("SELECT distinct FROM s", false)]
    [TestCase("SELECT distinct, a FROM s", false)]
    [TestCase("SELECT distinct * 2 FROM s", false)]
    public void Distinct_is_a_keyword_only_before_a_column(string text, bool expected) =>
        Assert.That(Parsed.Select(text).IsDistinct, Is.EqualTo(expected));

    [Test]
    public void A_sub_query_stands_in_from()
    {
        var source = (SubquerySourceSyntax)Parsed.Select("SELECT a FROM (SELECT b AS a FROM s WHERE b > 1) AS q").From;

        Assert.That(source.Alias!.Text, Is.EqualTo("q"));
        Assert.That(SyntaxShape.Of(((SelectSyntax)source.Query).Where), Is.EqualTo("(b > 1)"));
    }

    [Test]
    public void Common_tables_come_before_the_query()
    {
        var statement = Parsed.Statement("WITH x AS (SELECT a FROM s), y AS (SELECT b FROM x) SELECT b FROM y");

        Assert.That(statement.CommonTables.Select(static table => table.Name.Text), Is.EqualTo(new[] { "x", "y" }));
    }

    [Test]
    public void Order_and_limit_belong_to_the_whole_union()
    {
        var union = (UnionAllSyntax)Parsed.Statement("SELECT a FROM s UNION ALL SELECT a FROM t UNION ALL SELECT a FROM u ORDER BY a LIMIT 3").Query;

        Assert.That(union.Branches, Has.Count.EqualTo(3));
        Assert.That(union.Branches[2].OrderBy, Is.Empty);
        Assert.That(SyntaxShape.Order(union.OrderBy), Is.EqualTo("a"));
        Assert.That(union.Limit!.Count, Is.EqualTo(3));
    }

    [Test]
    public void Commas_between_order_terms_may_be_left_out() =>
        Assert.That(SyntaxShape.Order(Parsed.Select("SELECT a FROM s ORDER BY a ASC b DESC c").OrderBy), Is.EqualTo("a, b DESC, c"));

    [Test]
    public void A_negative_limit_is_kept() => Assert.That(Parsed.Select("SELECT a FROM s LIMIT -1").Limit!.Count, Is.EqualTo(-1));

    [Test]
    public void Text_after_the_first_semicolon_is_not_looked_at() =>
        Assert.That(Parser.ParseSelect("SELECT a FROM s; this is 'not SQL").Diagnostics, Is.Empty);
}
