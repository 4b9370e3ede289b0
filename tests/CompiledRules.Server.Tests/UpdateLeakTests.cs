using System.Globalization;
using System.Net;

namespace CompiledRules.Server.Tests;

/// <summary>A rule that is changed again and again leaves nothing behind.</summary>
/// <remarks><c>RULE_UPDATES</c> says how often (300 where it is not set; the full measure is 10000).</remarks>
[TestFixture, NonParallelizable]
public sealed class UpdateLeakTests
{
    private const int WarmUp = 100;

    // Less than a compiled rule takes.
    private const long BytesPerUpdate = 2_000;

    [Test]
    public async Task Memory_stays_flat()
    {
        var updates = Environment.GetEnvironmentVariable("RULE_UPDATES") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : 300;
        await using var server = await TestServer.StartAsync();
        await server.CreateAsync("""CREATE STREAM demo () WITH (TYPE="memory", DATASOURCE="demo")""");
        await server.CreateRuleAsync(RuleOf(0));
        await UpdateAsync(server, WarmUp);
        var before = Measure();

        await UpdateAsync(server, updates);
        var after = Measure();

        await TestContext.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{updates} updates: managed {before.Managed / 1024} KB before, {after.Managed / 1024} KB after; resident {before.Resident / 1024} KB before, {after.Resident / 1024} KB after"));
        Assert.That(after.Managed - before.Managed, Is.LessThan(updates * BytesPerUpdate));
    }

    private static async Task UpdateAsync(TestServer server, int count)
    {
        for (var i = 1; i <= count; i++)
        {
            var (status, text) = await server.SendAsync("PUT", "/rules/r", RuleOf(i));
            Assert.That(status, Is.EqualTo(HttpStatusCode.OK), text);
        }
    }

    // Every second one changes more than the statement, so that the rule is opened anew.
    private static string RuleOf(int i) =>
        $$$"""{"id": "r", "sql": "SELECT a, a * {{{i}}} AS b FROM demo WHERE a > {{{i}}}", "actions": [{"nop": {"log": {{{(i % 2 == 0 ? "true" : "false")}}} } }]}""";

    private static (long Managed, long Resident) Measure()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return (GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);
    }
}
