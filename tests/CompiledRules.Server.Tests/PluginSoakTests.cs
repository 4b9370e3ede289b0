using System.IO.Compression;
using System.Net;
using System.Runtime.Loader;
using System.Text.Json;
using CompiledRules.Native.Tests;
using Microsoft.Extensions.Time.Testing;

namespace CompiledRules.Server.Tests;

/// <summary>Plugins are installed, replaced and removed at random while rules run, for an hour of their clock.</summary>
[TestFixture]
[NonParallelizable]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PluginSoakTests : IDisposable
{
    private const int SecondsPerOperation = 10;
    private const int Versions = 4;
    private const long Slack = 24L << 20;

    private readonly PluginBuilder _builder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public void Dispose() => _builder.Dispose();

    [TestCase(5, Category = "Soak")]
    [TestCase(60, Category = "Long", Explicit = true)]
    public async Task No_rule_is_stuck_and_nothing_stays(int minutes)
    {
        await using var server = await TestServer.StartAsync(_time);
        for (var version = 0; version <= Versions; version++)
            await PackAsync(server, version);
        await server.CreateAsync("""CREATE STREAM ticks (a bigint) WITH (TYPE="simulator", DATASOURCE="t", EXTRA="{\"data\": [{\"a\": 5}], \"interval\": 1000}")""");
        await server.SendAsync("POST", "/plugins/functions", Body(1));
        await server.CreateAsync("""CREATE STREAM beats () WITH (TYPE="beat")""");
        await server.CreateRuleAsync("""{"id": "calls", "sql": "SELECT grade(a) AS x FROM ticks", "actions": [{"nop": {}}]}""");
        await server.CreateRuleAsync("""{"id": "reads", "sql": "SELECT n FROM beats", "actions": [{"nop": {}}]}""");
        await server.CreateRuleAsync("""{"id": "apart", "sql": "SELECT a FROM ticks", "actions": [{"nop": {}}]}""");

        var (random, version0, before, operations) = (new Random(5), 1, 0L, minutes * 60 / SecondsPerOperation);
        int? installed = version0;
        for (var i = 0; i < operations; i++)
        {
            installed = await ChangeAsync(server, random, installed);
            await AssertAsync(server, installed);
            if (i == operations / 5)
                before = Settled();
        }

        await server.SendAsync("DELETE", "/plugins/functions/grade");
        await AssertAsync(server, null);
        var after = Settled();

        TestContext.Out.WriteLine($"{operations} operations in {minutes} minutes of virtual time; memory {before >> 10} KiB, then {after >> 10} KiB");
        Assert.That(AssemblyLoadContext.All.Where(static context => context.Name?.StartsWith("grade ", StringComparison.Ordinal) == true), Is.Empty);
        Assert.That(after - before, Is.LessThan(Slack));
    }

    // Version 0 takes other arguments than the rule gives.
    private static async Task<int?> ChangeAsync(TestServer server, Random random, int? installed)
    {
        if (installed is not null && random.Next(4) == 0)
        {
            Assert.That((await server.SendAsync("DELETE", "/plugins/functions/grade")).Status, Is.EqualTo(HttpStatusCode.OK));
            return null;
        }

        var next = random.Next(Versions + 1);
        var (status, text) = installed is null
            ? await server.SendAsync("POST", "/plugins/functions", Body(next))
            : await server.SendAsync("PUT", "/plugins/functions/grade", Body(next));
        Assert.That(status, Is.EqualTo(installed is null ? HttpStatusCode.Created : HttpStatusCode.OK), text);
        return next;
    }

    private async Task AssertAsync(TestServer server, int? installed)
    {
        await AssertRunsAsync(server, "apart", true);
        await AssertRunsAsync(server, "calls", installed > 0);
        await AssertRunsAsync(server, "reads", installed is not null);
        _time.Advance(TimeSpan.FromSeconds(SecondsPerOperation - 3));
    }

    private async Task AssertRunsAsync(TestServer server, string rule, bool runs)
    {
        var status = await server.GetJsonAsync($"/rules/{rule}/status");
        Assert.That((string?)status["status"], Is.EqualTo(runs ? "running" : "faulted"), (string?)status["message"]);
        if (!runs)
            return;

        var seen = (long)status["sink_nop_0_0_records_out_total"]!;
        await server.UntilAsync($"/rules/{rule}/status", now =>
        {
            if ((long)now["sink_nop_0_0_records_out_total"]! > seen)
                return true;

            _time.Advance(TimeSpan.FromMilliseconds(100));
            return false;
        });
    }

    private static string Body(int version) => JsonSerializer.Serialize(new { name = "grade", file = $"grade{version}.zip" });

    private static long Settled()
    {
        for (var i = 0; i < 10; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private async Task PackAsync(TestServer server, int version)
    {
        var folder = _builder.Build("Grade", $$"""
            public static class Functions
            {
                [CompiledRules.SqlFunction("grade", IsDeterministic = false)]
                public static long Grade(long a{{(version == 0 ? ", long b" : "")}}) => a * {{version}};
            }

            [CompiledRules.SqlSource("beat")]
            public class Beat : CompiledRules.IPullSource<Beat.Row>
            {
                public record struct Row(long N);

                public async System.Collections.Generic.IAsyncEnumerable<Row> PullAsync(System.DateTimeOffset time, System.Threading.CancellationToken cancellation)
                {
                    await System.Threading.Tasks.Task.Yield();
                    yield return new Row({{version}});
                }
            }
            """);
        var uploads = Path.Combine(server.Directory, "data", "uploads");
        Directory.CreateDirectory(uploads);
        await ZipFile.CreateFromDirectoryAsync(folder, Path.Combine(uploads, $"grade{version}.zip"));
    }
}
