using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace CompiledRules.Server.Tests;

/// <summary>Statements tried over given rows.</summary>
[TestFixture]
public sealed class TrialTests
{
    private const string Rows = """[{"a": 1}, {"a": 2}, {"a": "x"}]""";

    [Test]
    public async Task Results_and_errors_come_as_events_in_order()
    {
        await using var server = await StartAsync();
        await CreateAsync(server, "t", "SELECT a * 2 AS b FROM demo");
        await server.SendAsync("POST", "/ruletest/t/start");

        var events = await server.GetAsync("/test/t");

        var lines = events.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines.Take(2), Is.EqualTo(new[] { "data: {\"b\":2}", "data: {\"b\":4}" }));
        Assert.That(lines[2], Does.StartWith("data: {\"error\":"));
    }

    [Test]
    public async Task Results_come_over_a_WebSocket()
    {
        await using var server = await StartAsync();
        await CreateAsync(server, "t", "SELECT a * 2 AS b FROM demo WHERE a < 3");
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(server.Address) { Scheme = "ws", Path = "/test/t" }.Uri, CancellationToken.None);

        await server.SendAsync("POST", "/ruletest/t/start");

        Assert.That(await ReceiveAsync(socket), Is.EqualTo("{\"b\":2}"));
        Assert.That(await ReceiveAsync(socket), Is.EqualTo("{\"b\":4}"));
        await ReceiveAsync(socket);
        Assert.That(await ReceiveAsync(socket), Is.EqualTo(""), "the rows are at their end");
    }

    [Test]
    public async Task A_trial_takes_the_place_of_another_one()
    {
        await using var server = await StartAsync();
        await CreateAsync(server, "t", "SELECT a AS old FROM demo");

        await CreateAsync(server, "t", "SELECT a AS new FROM demo");
        await server.SendAsync("POST", "/ruletest/t/start");

        Assert.That(await server.GetAsync("/test/t"), Does.Contain("new").And.Not.Contain("old"));
    }

    [Test]
    public async Task A_trial_ends_after_five_minutes()
    {
        var time = new FakeTimeProvider();
        await using var server = await StartAsync(time);
        await server.SendAsync("POST", "/ruletest", """{"id": "t", "sql": "SELECT a FROM demo", "mockSource": {"demo": {"data": [{"a": 1}], "interval": 600000}}}""");
        await server.SendAsync("POST", "/ruletest/t/start");
        using var listening = await server.Client.GetAsync(new Uri(server.Address, "/test/t"), HttpCompletionOption.ResponseHeadersRead);

        time.Advance(TimeSpan.FromMinutes(5));

        Assert.That(async () => await listening.Content.ReadAsStringAsync(), Throws.Nothing, "it has an end");
        Assert.That((int)(await server.SendAsync("DELETE", "/ruletest/t")).Status, Is.EqualTo(404));
    }

    private static async Task<TestServer> StartAsync(TimeProvider? time = null)
    {
        var server = await TestServer.StartAsync(time);
        await server.CreateAsync("""CREATE STREAM demo () WITH (TYPE="mqtt", DATASOURCE="demo", SERVER="tcp://127.0.0.1:9")""");
        return server;
    }

    private static async Task CreateAsync(TestServer server, string id, string sql)
    {
        var body = new JsonObject
        {
            ["id"] = id,
            ["sql"] = sql,
            ["mockSource"] = new JsonObject { ["demo"] = new JsonObject { ["data"] = JsonNode.Parse(Rows), ["interval"] = 0, ["loop"] = false } },
            ["sinkProps"] = new JsonObject { ["sendSingle"] = true },
        };
        var (status, text) = await server.SendAsync("POST", "/ruletest", body.ToJsonString());
        Assert.That((int)status, Is.EqualTo(200), text);
    }

    private static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var buffer = new byte[1024];
        var received = await socket.ReceiveAsync(buffer, patience.Token);
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }
}
