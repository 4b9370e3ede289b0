using System.Net;

namespace CompiledRules.Server.Tests;

[TestFixture]
public sealed class SystemEndpointTests
{
    [Test]
    public async Task Tells_its_version_and_what_it_uses()
    {
        await using var server = await TestServer.StartAsync();

        var info = await server.GetJsonAsync("/");

        Assert.Multiple(() =>
        {
            Assert.That((string?)info["version"], Is.Not.Empty);
            Assert.That((long)info["upTimeSeconds"]!, Is.GreaterThanOrEqualTo(0));
            Assert.That((string?)info["cpuUsage"], Does.EndWith("%"));
            Assert.That((string?)info["memoryUsed"], Does.Match("^[0-9]+$"));
        });
    }

    [Test]
    public async Task Ping_answers_with_nothing()
    {
        await using var server = await TestServer.StartAsync();

        Assert.That(await server.GetAsync("/ping"), Is.Empty);
    }

    [Test]
    public async Task Unknown_paths_are_not_found()
    {
        await using var server = await TestServer.StartAsync();

        Assert.That((await server.SendAsync("GET", "/nothing")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task With_a_key_only_those_who_know_it_come_in()
    {
        await using var server = await TestServer.StartAsync(apiKey: "let me in");

        Assert.That((await server.SendAsync("GET", "/rules")).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await server.SendAsync("GET", "/ping")).Status, Is.EqualTo(HttpStatusCode.OK));
        server.Client.DefaultRequestHeaders.Add("X-Api-Key", "let me out");
        Assert.That((await server.SendAsync("GET", "/rules")).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        server.Client.DefaultRequestHeaders.Remove("X-Api-Key");
        server.Client.DefaultRequestHeaders.Add("X-Api-Key", "let me in");
        Assert.That((await server.SendAsync("GET", "/rules")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public void Beyond_loopback_a_key_is_required()
    {
        var options = new ServerOptions { DataDirectory = Path.GetTempPath(), Address = IPAddress.Any };

        Assert.That(async () => await RuleServer.StartAsync(options), Throws.ArgumentException.With.Message.Contains("API key"));
    }
}
