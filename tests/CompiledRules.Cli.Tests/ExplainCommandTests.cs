namespace CompiledRules.Cli.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ExplainCommandTests : IDisposable
{
    private readonly Cr _cr = new();

    public void Dispose() => _cr.Dispose();

    [Test]
    public async Task A_statement_is_shown_from_plan_to_expression_tree()
    {
        Assert.That(await _cr.RunAsync("explain", "SELECT room, t * 2 AS d FROM r WHERE t > 2 + 3"), Is.Zero);

        Assert.That(_cr.Lines.Where(static line => line.StartsWith("--", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            "-- plan, as planned",
            "-- plan, after ConstantFolding",
            "-- plan, after FilterPushdown",
            "-- plan, after ColumnPruning",
            "-- plan, after CommonSubexpressions",
            "-- lowered",
            "-- expression tree of Rows, body",
        }));
        Assert.That(_cr.Output, Does.Contain("Filter r.t > 5").And.Contain("if SqlOperators.Greater(row[1], 5, context)").And.Contain(".Call SqlOperators.Greater("));
    }

    [TestCase("CR2001")]
    [TestCase("cr2001")]
    public async Task An_id_is_explained_by_its_page(string id)
    {
        Assert.That(await _cr.RunAsync("explain", id), Is.Zero);

        Assert.That(_cr.Output, Does.StartWith("# CR2001\n").And.Contain("has no field"));
    }

    [Test]
    public async Task A_script_is_shown_rule_by_rule()
    {
        await _cr.RunAsync("explain", _cr.Write("a.sql", """
            CREATE STREAM s (a FLOAT) WITH (TYPE="simulator", data="[{}]");
            CREATE SINK out () WITH (TYPE="nop");
            CREATE RULE first INTO out AS SELECT a FROM s;
            CREATE RULE second INTO out AS SELECT avg(a) AS m FROM s GROUP BY TUMBLINGWINDOW(ss, 1);
            """));

        Assert.That(_cr.Lines.Where(static line => line.StartsWith("rule ", StringComparison.Ordinal)), Is.EqualTo(["rule first", "rule second"]));
        Assert.That(_cr.Output, Does.Contain("-- expression tree of Aggregate, fold"));
    }

    [Test]
    public async Task A_broken_statement_is_told_with_exit_code_1()
    {
        Assert.That(await _cr.RunAsync("explain", "SELECT FROM r"), Is.EqualTo(1));
        Assert.That(_cr.Messages.Single(), Does.StartWith("query(1,8): error CR1"));
    }
}
