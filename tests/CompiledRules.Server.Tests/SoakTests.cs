using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace CompiledRules.Server.Tests;

/// <summary>Many calls, seeded. <c>SOAK_MINUTES=60 dotnet test … --filter Soak</c> runs for that long, <c>SOAK_UPDATES=10000</c> makes so many updates.</summary>
[TestFixture]
[Category("Soak")]
public sealed class SoakTests
{
    private const int BoundedCalls = 400;
    private const int BoundedUpdates = 300;

    private static readonly string[] s_statements =
    [
        "SELECT a FROM demo", "SELECT a + 1 AS b FROM demo WHERE a > 3", "SELECT count(*) AS n FROM demo GROUP BY TUMBLINGWINDOW(ss, 10)", "SELECT lag(a) AS b FROM demo",
        "SELECT avg(a) AS m FROM demo GROUP BY COUNTWINDOW(5)", "SELECT upper(s) AS s FROM demo",
    ];

    [Test]
    public async Task Random_valid_calls_leave_nothing_behind()
    {
        var minutes = Number("SOAK_MINUTES", 0);
        var seed = Number("SOAK_SEED", 7);
        var random = new Random(seed);
        await using var server = await StartAsync();
        var calls = new Dictionary<string, int>(StringComparer.Ordinal);
        var baseline = 0L;
        var watch = Stopwatch.StartNew();

        for (var count = 0; minutes > 0 ? watch.Elapsed < TimeSpan.FromMinutes(minutes) : count < BoundedCalls; count++)
        {
            var (method, path, body) = Next(random);
            var (status, text) = await server.SendAsync(method, path, body);
            Assert.That((int)status, Is.LessThan(500), $"seed {seed}, call {count}: {method} {path} {body}: {text}");
            calls[method] = calls.GetValueOrDefault(method) + 1;
            if (count == BoundedCalls / 2)
                baseline = LiveBytes();
        }

        // No rule is stuck: each obeys a stop and a deletion.
        foreach (var rule in (await server.GetJsonAsync("/rules")).AsArray())
        {
            var id = (string)rule!["id"]!;
            Assert.That((await server.SendAsync("POST", $"/rules/{id}/stop")).Status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That((string)(await server.GetJsonAsync($"/rules/{id}/status"))["status"]!, Is.EqualTo("stopped"));
            await server.SendAsync("DELETE", $"/rules/{id}");
        }

        var grown = LiveBytes() - baseline;
        TestContext.Progress.WriteLine($"seed {seed}: {string.Join(", ", calls.Select(static call => $"{call.Value} {call.Key}"))} in {watch.Elapsed.TotalSeconds:0} s; live bytes grown by {grown:N0}");
        Assert.That(grown, Is.LessThan(32 * 1024 * 1024));
    }

    [Test]
    public async Task Updates_leave_memory_flat()
    {
        var updates = Number("SOAK_UPDATES", BoundedUpdates);
        await using var server = await StartAsync();
        await PutAsync(server, 0);
        var baseline = 0L;

        for (var update = 1; update <= updates; update++)
        {
            await PutAsync(server, update);
            if (update == updates / 3)
                baseline = LiveBytes();
        }

        var grown = LiveBytes() - baseline;
        TestContext.Progress.WriteLine($"{updates} updates: live bytes grown by {grown:N0} over the last two thirds");
        Assert.That(grown, Is.LessThan(4 * 1024 * 1024 + updates * 200L));
    }

    private static Task PutAsync(TestServer server, int number) => SendAsync(server, "PUT", "/rules/u", Rule("u", $"SELECT a + {number} AS b, count(*) AS n FROM demo GROUP BY a, TUMBLINGWINDOW(ss, {1 + number % 9})"));

    private static async Task SendAsync(TestServer server, string method, string path, string body)
    {
        var (status, text) = await server.SendAsync(method, path, body);
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), text);
    }

    private static (string Method, string Path, string? Body) Next(Random random)
    {
        var id = $"r{random.Next(8)}";
        return random.Next(20) switch
        {
            0 or 1 => ("POST", "/rules", Rule(id, Statement(random))),
            2 or 3 or 4 => ("PUT", $"/rules/{id}", Rule(id, Statement(random))),
            5 => ("DELETE", $"/rules/{id}", null),
            6 => ("POST", $"/rules/{id}/stop", null),
            7 => ("POST", $"/rules/{id}/start", null),
            8 => ("POST", $"/rules/{id}/restart", null),
            9 => ("GET", $"/rules/{id}/status", null),
            10 => ("GET", $"/rules/{id}/{(random.Next(2) == 0 ? "topo" : "explain")}", null),
            11 => ("POST", "/rules/validate", Rule("v", Statement(random))),
            12 => ("PUT", $"/rules/{id}/tags", """{"tags": ["a"]}"""),
            13 => ("GET", "/metrics", null),
            14 => ("POST", "/ruletest", new JsonObject { ["id"] = $"t{random.Next(3)}", ["sql"] = Statement(random), ["mockSource"] = new JsonObject { ["demo"] = new JsonObject { ["data"] = new JsonArray(new JsonObject { ["a"] = 1 }) } } }.ToJsonString()),
            15 => ("POST", $"/ruletest/t{random.Next(3)}/start", null),
            16 => ("DELETE", $"/ruletest/t{random.Next(3)}", null),
            17 => ("PUT", $"/metadata/sources/memory/confKeys/k{random.Next(3)}", "{}"),
            18 => ("GET", "/data/export", null),
            _ => ("GET", "/rules/status/all", null),
        };
    }

    private static string Statement(Random random) => s_statements[random.Next(s_statements.Length)];

    private static string Rule(string id, string sql) => new JsonObject { ["id"] = id, ["sql"] = sql, ["actions"] = new JsonArray(new JsonObject { ["nop"] = new JsonObject() }) }.ToJsonString();

    private static async Task<TestServer> StartAsync()
    {
        var server = await TestServer.StartAsync(change: static options => options with { Log = static _ => { } });
        await server.CreateAsync("""CREATE STREAM demo () WITH (TYPE="memory", DATASOURCE="demo")""");
        return server;
    }

    private static long LiveBytes()
    {
        for (var round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(true);
    }

    private static int Number(string variable, int @default) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : @default;
}
