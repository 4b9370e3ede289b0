using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace CompiledRules.Server.Tests;

/// <summary>What can be seen of rules that run: figures, silence, traces of rows, the fate of state.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ObservationTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 31, 10, 0, 0, TimeSpan.Zero));

    [Test]
    public async Task A_row_is_followed_from_its_source_to_its_sink()
    {
        await using var server = await StartAsync("SELECT a + 1 AS b FROM demo");
        await server.SendAsync("POST", "/rules/r/trace/start", """{"strategy": "always"}""");
        await FeedAsync(server, 1);

        var id = (string)(await server.UntilAsync("/trace/rule/r", static ids => ids.AsArray().Count > 0))[0]!;
        var trace = await server.UntilAsync($"/trace/{id}", static trace => (string?)trace["name"] == "source_demo");

        Assert.That((string)trace["traceID"]!, Is.EqualTo(id));
        Assert.That((string)trace["ruleID"]!, Is.EqualTo("r"));
        Assert.That(trace["ChildSpan"]!.AsArray().Select(static span => (string)span!["name"]!), Is.EqualTo(new[] { "op_2_decoder", "op_project" }));
        var result = trace["ChildSpan"]![1]!;
        Assert.That((string)result["attribute"]!["data"]!, Does.Contain("b: 2"));
        Assert.That(result["ChildSpan"]!.AsArray().Select(static span => (string)span!["name"]!), Is.EqualTo(new[] { "sink_memory_0" }));
    }

    [Test]
    public async Task Without_being_asked_no_row_is_followed()
    {
        await using var server = await StartAsync("SELECT a FROM demo");

        await FeedAsync(server, 1);
        await server.UntilAsync("/rules/r/status", static status => (long)status["sink_memory_0_0_records_out_total"]! == 1);

        Assert.That(await server.GetAsync("/trace/rule/r"), Is.EqualTo("[]"));
    }

    [Test]
    public async Task A_status_has_figures_of_every_step_and_of_the_rule()
    {
        await using var server = await StartAsync("SELECT a FROM demo");
        await FeedAsync(server, 3);

        var status = await server.UntilAsync("/rules/r/status", static status => (long)status["sink_memory_0_0_records_out_total"]! == 3);

        Assert.That(
            status.AsObject().Select(static property => property.Key),
            Is.SupersetOf(new[]
            {
                "memory_bytes", "cpu_time_ms", "lastInputTimestamp", "lastOutputTimestamp", "silence", "source_demo_0_records_in_total", "source_demo_0_connection_status",
                "op_3_project_0_process_latency_us", "op_3_project_0_buffer_length", "op_3_project_0_last_invocation", "op_3_project_0_exceptions_total", "op_3_project_0_last_exception_time",
            }));
        Assert.That((long)status["lastInputTimestamp"]!, Is.EqualTo(_time.GetUtcNow().ToUnixTimeMilliseconds()));
    }

    [Test]
    public async Task A_rule_that_is_no_longer_fed_says_so()
    {
        await using var server = await StartAsync("SELECT a FROM demo");
        await FeedAsync(server, 2);
        var fed = await server.UntilAsync("/rules/r/status", static status => (long)status["sink_memory_0_0_records_out_total"]! == 2);
        Assert.That((string)fed["silence"]!, Is.Empty);

        _time.Advance(TimeSpan.FromMinutes(2));

        Assert.That((string)(await server.GetJsonAsync("/rules/r/status"))["silence"]!, Does.StartWith("no input since 2030-01-31T10:00:00"));
    }

    [Test]
    public async Task Prometheus_reads_figures_of_the_rule()
    {
        await using var server = await StartAsync("SELECT a FROM demo");
        await FeedAsync(server, 3);
        await server.UntilAsync("/rules/r/status", static status => (long)status["sink_memory_0_0_records_out_total"]! == 3);

        var text = await server.GetAsync("/metrics");

        Assert.That(text, Does.Contain("kuiper_sink_records_out_total{rule=\"r\",type=\"sink\",op=\"memory_0\",op_instance=\"0\"} 3"));
        Assert.That(text, Does.Contain("kuiper_op_process_latency_us_hist_bucket{rule=\"r\",type=\"op\",op=\"rule\",op_instance=\"0\",le=\"+Inf\"} 3"));
        Assert.That(text, Does.Contain("kuiper_rule_cpu_time_seconds_total{rule=\"r\"}"));
    }

    [Test]
    public async Task The_work_of_the_last_half_minute_is_known_after_two_samples()
    {
        await using var server = await StartAsync("SELECT a FROM demo");
        Assert.That(await server.GetAsync("/rules/usage/cpu"), Is.EqualTo("cpu usage not ready"));

        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.That((await server.GetJsonAsync("/rules/usage/cpu")).AsObject().ContainsKey("r"), Is.True);
    }

    [Test]
    public async Task Figures_are_written_down_when_that_is_asked_for()
    {
        await using var server = await StartAsync("SELECT a FROM demo");
        await server.SendAsync("PATCH", "/configs", """{"metricsDumpConfig": {"enable": true}}""");
        Assert.That(await server.GetAsync("/metrics/dump/check"), Is.EqualTo("enabled"));

        _time.Advance(TimeSpan.FromSeconds(15));
        using var zip = new ZipArchive(await server.Client.GetStreamAsync(new Uri(server.Address, "/metrics/dump")));

        Assert.That(zip.Entries.Select(static entry => entry.Name), Is.EqualTo(new[] { "metrics.2030013110.log" }));
    }

    [Test]
    public async Task An_update_tells_what_became_of_the_state()
    {
        await using var server = await StartAsync("SELECT count(*) AS n FROM demo GROUP BY TUMBLINGWINDOW(ss, 10)");

        await UpdateAsync(server, "SELECT count(*) + 1 AS n FROM demo GROUP BY TUMBLINGWINDOW(ss, 10)");
        var kept = await server.GetJsonAsync("/rules/r/update");
        await UpdateAsync(server, "SELECT a FROM demo");
        var dropped = await server.GetJsonAsync("/rules/r/update");

        Assert.That((bool)kept["swapped"]! && (bool)kept["stateKept"]!, Is.True, kept.ToJsonString());
        Assert.That(StatesOf(kept), Has.All.AnyOf("kept", "migrated").And.Not.Empty);
        Assert.That(StatesOf(dropped), Has.All.EqualTo("dropped").And.Not.Empty);
    }

    [Test]
    public async Task An_update_that_cannot_start_leaves_the_old_rule()
    {
        await using var server = await StartAsync("SELECT a FROM demo");

        var (status, _) = await server.SendAsync("PUT", "/rules/r", """{"id": "r", "sql": "SELECT a FROM demo", "actions": [{"memory": {"topic": "a/+"}}]}""");
        await FeedAsync(server, 1);

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        await server.UntilAsync("/rules/r/status", static status => (string?)status["status"] == "running" && (long)status["sink_memory_0_0_records_out_total"]! == 1);
    }

    private static IEnumerable<string> StatesOf(JsonNode report) => report["steps"]!.AsArray().Select(static step => (string)step!["state"]!);

    private static async Task UpdateAsync(TestServer server, string sql)
    {
        var (status, text) = await server.SendAsync("PUT", "/rules/r", new JsonObject { ["id"] = "r", ["sql"] = sql, ["actions"] = new JsonArray(new JsonObject { ["memory"] = new JsonObject { ["topic"] = "out", ["sendSingle"] = true } }) }.ToJsonString());
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), text);
    }

    private async Task<TestServer> StartAsync(string sql)
    {
        var server = await TestServer.StartAsync(_time);
        await server.CreateAsync("""CREATE STREAM demo (a BIGINT) WITH (TYPE="memory", DATASOURCE="demo")""");
        await UpdateAsync(server, sql);
        return server;
    }

    // Rows come from a rule of their own, which gives all of them at once and ends.
    private static async Task FeedAsync(TestServer server, int rows)
    {
        var options = new JsonObject { ["data"] = new JsonArray([.. Enumerable.Range(1, rows).Select(static number => new JsonObject { ["a"] = number })]), ["interval"] = 0, ["loop"] = false };
        await server.SendAsync("PUT", "/metadata/sources/simulator/confKeys/rows", options.ToJsonString());
        await server.CreateAsync("""CREATE STREAM feed () WITH (TYPE="simulator", CONF_KEY="rows")""");
        await server.CreateRuleAsync("""{"id": "feeder", "sql": "SELECT a FROM feed", "actions": [{"memory": {"topic": "demo"}}]}""");
    }
}
