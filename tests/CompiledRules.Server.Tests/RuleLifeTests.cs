using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace CompiledRules.Server.Tests;

/// <summary>Rules whose starts and stops are the clock's, on a clock that the test moves.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RuleLifeTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 31, 9, 59, 30, TimeSpan.Zero));

    [Test]
    public async Task A_rule_with_a_duration_runs_once()
    {
        await using var server = await StartAsync("""{"duration": "10s"}""");
        await ExpectAsync(server, "running", "");

        _time.Advance(TimeSpan.FromSeconds(10));

        await ExpectAsync(server, "stopped", "duration terminated");
        await server.UntilAsync("/rules/r", static rule => rule["triggered"] is { } triggered && !(bool)triggered);
    }

    [Test]
    public async Task A_rule_with_times_runs_at_each_of_them()
    {
        await using var server = await StartAsync("""{"cron": "0 * * * *", "duration": "10s"}""");
        await ExpectAsync(server, "stopped: waiting for next schedule.", "");
        var waiting = await server.GetJsonAsync("/rules/r/status");
        Assert.That((long)waiting["nextStartTimestamp"]!, Is.EqualTo(new DateTimeOffset(2030, 1, 31, 10, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds()));

        _time.Advance(TimeSpan.FromSeconds(30));
        await ExpectAsync(server, "running", "");
        _time.Advance(TimeSpan.FromSeconds(10));
        await ExpectAsync(server, "stopped: waiting for next schedule.", "");
        _time.Advance(TimeSpan.FromMinutes(59) + TimeSpan.FromSeconds(50));
        await ExpectAsync(server, "running", "");
    }

    [Test]
    public async Task A_rule_with_ranges_runs_inside_them_and_never_after()
    {
        var begin = _time.GetUtcNow().AddMinutes(1).ToUnixTimeMilliseconds();
        await using var server = await StartAsync($$"""{"cronDatetimeRange": [{"beginTimestamp": {{begin}}, "endTimestamp": {{begin + 60_000}}}]}""");
        await ExpectAsync(server, "stopped: waiting for next schedule.", "");

        _time.Advance(TimeSpan.FromMinutes(1));
        await ExpectAsync(server, "running", "");
        _time.Advance(TimeSpan.FromMinutes(1));

        await ExpectAsync(server, "stopped", "schedule terminated");
    }

    [Test]
    public async Task A_stopped_rule_does_not_wait_for_its_schedule()
    {
        await using var server = await StartAsync("""{"cron": "0 * * * *", "duration": "10s"}""");

        await server.SendAsync("POST", "/rules/r/stop");
        _time.Advance(TimeSpan.FromSeconds(35));

        await ExpectAsync(server, "stopped", "canceled manually");
    }

    [Test]
    public async Task A_rule_that_fails_is_started_again_after_growing_pauses()
    {
        await using var server = await StartAsync("""{"restartStrategy": {"attempts": 3, "delay": 1000, "multiplier": 2}}""");
        await server.SendAsync("DELETE", "/streams/demo?force=true");
        await server.RestartAsync();
        var first = await server.UntilAsync("/rules/r/status", static status => (string?)status["status"] == "stopped by error");
        Assert.That((long)first["nextStartTimestamp"]!, Is.EqualTo(_time.GetUtcNow().ToUnixTimeMilliseconds() + 1000));

        _time.Advance(TimeSpan.FromSeconds(1));
        var second = _time.GetUtcNow().ToUnixTimeMilliseconds() + 2000;
        await server.UntilAsync("/rules/r/status", status => (long)status["nextStartTimestamp"]! == second);
        await server.CreateAsync("""CREATE STREAM demo () WITH (TYPE="memory", DATASOURCE="demo")""");
        _time.Advance(TimeSpan.FromSeconds(2));

        await ExpectAsync(server, "running", "");
    }

    [Test]
    public async Task After_the_last_attempt_a_rule_stays_stopped()
    {
        await using var server = await StartAsync("""{"restartStrategy": {"attempts": 1}}""");
        await server.SendAsync("DELETE", "/streams/demo?force=true");
        await server.RestartAsync();
        await server.UntilAsync("/rules/r/status", static status => (long)status["nextStartTimestamp"]! > 0);

        _time.Advance(TimeSpan.FromSeconds(1));

        await server.UntilAsync("/rules/r/status", static status => (string?)status["status"] == "stopped by error" && (long)status["nextStartTimestamp"]! == 0);
    }

    private async Task<TestServer> StartAsync(string options)
    {
        var server = await TestServer.StartAsync(_time);
        await server.CreateAsync("""CREATE STREAM demo () WITH (TYPE="memory", DATASOURCE="demo")""");
        var (status, text) = await server.SendAsync("POST", "/rules", $$$"""{"id": "r", "sql": "SELECT a FROM demo", "actions": [{"nop": {}}], "options": {{{options}}} }""");
        Assert.That(status, Is.EqualTo(HttpStatusCode.Created), text);
        return server;
    }

    private static async Task ExpectAsync(TestServer server, string status, string message)
    {
        var reached = await server.UntilAsync("/rules/r/status", answer => (string?)answer["status"] == status);
        Assert.That((string?)reached["message"], Is.EqualTo(message));
    }
}
