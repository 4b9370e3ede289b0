using System.Globalization;
using System.Net;

namespace CompiledRules.Server.Tests;

/// <summary>Rules with qos go on where they stopped.</summary>
[TestFixture]
public sealed class CheckpointTests
{
    private const string Rule = """{"id": "r", "sql": "SELECT acc_count(a) AS n FROM ticks", "actions": [{"file": {"path": "n.json", "fileType": "lines", "sendSingle": true}}], "options": {"qos": 1}}""";

    [Test]
    public async Task A_count_goes_on_after_a_restart_of_the_server()
    {
        await using var server = await StartAsync(Rule);
        await UntilAsync(server, static rows => rows.Length >= 3);

        await server.RestartAsync();
        var before = Read(server).Length;
        await UntilAsync(server, rows => rows.Length >= before + 3);
        await server.SendAsync("POST", "/rules/r/stop");

        var counts = Read(server).Select(static row => long.Parse(row[5..^1], CultureInfo.InvariantCulture)).ToList();
        Assert.That(counts, Is.EqualTo(Enumerable.Range(1, counts.Count).Select(static n => (long)n)));
    }

    [Test]
    public async Task Without_qos_it_begins_anew()
    {
        await using var server = await StartAsync(Rule.Replace("\"qos\": 1", "\"qos\": 0", StringComparison.Ordinal));
        await UntilAsync(server, static rows => rows.Length >= 3);

        await server.RestartAsync();

        await UntilAsync(server, static rows => rows.Count(static row => row == """{"n":1}""") == 2);
    }

    [Test]
    public async Task A_rule_that_is_created_again_begins_anew()
    {
        await using var server = await StartAsync(Rule);
        await UntilAsync(server, static rows => rows.Length >= 3);

        await server.SendAsync("DELETE", "/rules/r");
        var before = Read(server).Length;
        await server.CreateRuleAsync(Rule);

        await UntilAsync(server, rows => rows.Length > before);
        Assert.That(Read(server)[before], Is.EqualTo("""{"n":1}"""));
    }

    [Test]
    public async Task The_state_goes_on_through_an_update_of_the_statement()
    {
        await using var server = await StartAsync(Rule);
        await UntilAsync(server, static rows => rows.Length >= 3);

        var (status, text) = await server.SendAsync("PUT", "/rules/r", Rule.Replace("AS n FROM ticks", "AS n FROM ticks WHERE a > 0", StringComparison.Ordinal));
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), text);
        var before = Read(server).Length;
        await UntilAsync(server, rows => rows.Length >= before + 3);
        await server.SendAsync("POST", "/rules/r/stop");

        var counts = Read(server).Select(static row => long.Parse(row[5..^1], CultureInfo.InvariantCulture)).ToList();
        Assert.That(counts, Is.EqualTo(Enumerable.Range(1, counts.Count).Select(static n => (long)n)));
    }

    private static async Task<TestServer> StartAsync(string rule)
    {
        var server = await TestServer.StartAsync();
        await server.CreateAsync("""CREATE STREAM ticks (a bigint) WITH (TYPE="simulator", DATASOURCE="t", EXTRA="{\"data\": [{\"a\": 5}], \"interval\": 20}")""");
        await server.CreateRuleAsync(rule);
        return server;
    }

    private static string[] Read(TestServer server)
    {
        var path = Path.Combine(server.Directory, "n.json");
        if (!File.Exists(path))
            return [];

        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        var text = reader.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task UntilAsync(TestServer server, Func<string[], bool> isReached)
    {
        for (var attempt = 0; !isReached(Read(server)); attempt++)
        {
            Assert.That(attempt, Is.LessThan(500), await server.GetAsync("/rules/r/status"));
            await Task.Delay(20);
        }
    }
}
