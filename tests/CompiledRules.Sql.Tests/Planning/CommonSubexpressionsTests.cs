namespace CompiledRules.Sql.Tests.Planning;

public sealed class CommonSubexpressionsTests
{
    [Test]
    public void Equal_calls_are_one() => Assert.That(
        PlanText.Of("SELECT abs(a) + 1 AS x, abs(a) + 2 AS y FROM demo"), Does.Not.Contain("abs").And.Contain("$call0 + 1").And.Contain("$call0 + 2"));

    [Test]
    public void A_call_that_stands_once_stays() => Assert.That(PlanText.Of("SELECT abs(a) AS x, abs(b) AS y FROM demo"), Does.Not.Contain("$call"));

    [Test]
    public void A_call_inside_equal_calls_is_shared_too() => Assert.That(
        PlanText.Of("SELECT abs(abs(a)) AS x, abs(abs(a)) + 1 AS y, abs(a) AS z FROM demo"), Does.Not.Contain("abs"));
}
