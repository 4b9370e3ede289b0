using System.IO.Compression;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using CompiledRules.Native.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace CompiledRules.Server.Tests;

/// <summary>Plugins and services by the API, and rules that call their functions.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ExtensionEndpointTests : IDisposable
{
    private readonly PluginBuilder _builder = new();

    public void Dispose() => _builder.Dispose();

    [Test]
    public async Task A_native_plugin_is_installed_called_updated_under_the_rule_and_removed()
    {
        await using var server = await StartAsync();
        var body = await UploadAsync(server, "grade", NativePackage(1));

        Assert.That(await server.SendAsync("POST", "/plugins/functions", body), Is.EqualTo((HttpStatusCode.Created, "functions plugin grade is created")));
        Assert.That(await server.GetAsync("/plugins/functions"), Is.EqualTo("""["grade"]"""));
        Assert.That(await server.GetAsync("/plugins/sources"), Is.EqualTo("[]"));
        Assert.That(await server.GetAsync("/plugins/functions/grade"), Is.EqualTo("""{"name":"grade","version":""}"""));
        Assert.That(await server.GetAsync("/plugins/udfs/grade"), Is.EqualTo("""{"name":"grade","plugin":"grade"}"""));
        Assert.That((await server.SendAsync("POST", "/plugins/functions", body)).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        await CallAsync(server, "grade(a)");
        await server.UntilAsync("/rules/last/status", static status => (long)status["sink_nop_0_0_records_out_total"]! > 0);

        Assert.That(
            await server.SendAsync("PUT", "/plugins/functions/grade", await UploadAsync(server, "grade2", NativePackage(2))),
            Is.EqualTo((HttpStatusCode.OK, "plugin grade is updated")));
        Assert.That((string?)(await server.GetJsonAsync("/rules/r/status"))["status"], Is.EqualTo("running"));
        await ExpectAsync(server, """{"x":10}""");

        Assert.That(await server.SendAsync("DELETE", "/plugins/functions/grade"), Is.EqualTo((HttpStatusCode.OK, "functions plugin grade is deleted")));
        Assert.That((await server.SendAsync("GET", "/plugins/functions/grade")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_new_version_that_breaks_a_rule_is_refused_and_the_rule_goes_on()
    {
        await using var server = await StartAsync();
        await server.SendAsync("POST", "/plugins/functions", await UploadAsync(server, "grade", NativePackage(1)));
        await CallAsync(server, "grade(a)");
        var broken = _builder.Build("Grade", """public static class Grade { [CompiledRules.SqlFunction("grade")] public static long Of(long a, long b) => a; }""");

        var (status, text) = await server.SendAsync("PUT", "/plugins/functions/grade", await UploadAsync(server, "grade3", broken));

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest), text);
        Assert.That((string?)(await server.GetJsonAsync("/rules/r/status"))["status"], Is.EqualTo("running"));
        await ExpectAsync(server, """{"x":5}""");
    }

    [Test]
    public async Task A_native_plugin_is_there_after_a_restart_before_the_rules()
    {
        await using var server = await StartAsync();
        await server.SendAsync("POST", "/plugins/functions", await UploadAsync(server, "grade", NativePackage(3)));
        await CallAsync(server, "grade(a)");

        await server.RestartAsync();

        await ExpectAsync(server, """{"x":15}""");
    }

    [Test]
    public async Task A_portable_plugin_is_installed_called_and_removed()
    {
        await using var server = await StartAsync();
        var name = $"crs{Guid.NewGuid():N}"[..12];
        var body = await UploadAsync(server, name, PortablePackage(server, name));

        Assert.That(await server.SendAsync("POST", "/plugins/portables", body), Is.EqualTo((HttpStatusCode.Created, $"portable plugin {name} is created")));
        Assert.That((string?)(await server.GetJsonAsync($"/plugins/portables/{name}"))["language"], Is.EqualTo("dotnet"));
        Assert.That((string?)(await server.GetJsonAsync($"/plugins/portables/{name}/status"))["status"], Is.EqualTo("running"));
        await CallAsync(server, "add(a, 1)");
        await ExpectAsync(server, """{"x":6}""");

        Assert.That(await server.SendAsync("DELETE", $"/plugins/portables/{name}"), Is.EqualTo((HttpStatusCode.OK, $"portable plugin {name} is deleted")));
        Assert.That(await server.GetAsync("/plugins/portables"), Is.EqualTo("[]"));
        await server.UntilAsync("/rules/r/status", static status => (long)status["op_4_project_0_exceptions_total"]! > 0);
    }

    [Test]
    public async Task A_service_is_added_called_and_removed()
    {
        await using var server = await StartAsync();
        await using var remote = await StartServiceAsync();
        var definition = new JsonObject { ["interfaces"] = new JsonObject { ["twice"] = new JsonObject { ["address"] = remote.Urls.First(), ["protocol"] = "rest", ["schemaless"] = true } } };
        var folder = Path.Combine(server.Directory, "package");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "math.json"), definition.ToJsonString());

        var body = await UploadAsync(server, "math", folder);
        Assert.That(await server.SendAsync("POST", "/services", body), Is.EqualTo((HttpStatusCode.Created, "service math is created")));
        Assert.That(await server.GetAsync("/services"), Is.EqualTo("""["math"]"""));
        Assert.That((string?)(await server.GetJsonAsync("/services/functions/twice"))["ServiceName"], Is.EqualTo("math"));
        Assert.That((bool)(await server.GetJsonAsync("/services/math"))["Interfaces"]!["twice"]!["Schema"]!["Schemaless"]!, Is.True);
        await CallAsync(server, """twice(\"POST\", \"/twice\", a)""");
        await ExpectAsync(server, """{"x":10}""");
        await server.RestartAsync();
        Assert.That(await server.GetAsync("/services"), Is.EqualTo("""["math"]"""));
        await ExpectAsync(server, """{"x":10}""");
        Assert.That(await server.SendAsync("DELETE", "/services/math"), Is.EqualTo((HttpStatusCode.OK, "service math is deleted")));
        Assert.That(await server.GetAsync("/services"), Is.EqualTo("[]"));
    }

    [TestCase("POST", "/plugins/functions", """{"name": "x"}""", 400)]
    [TestCase("POST", "/plugins/functions", """{"name": "../x", "file": "a.zip"}""", 400)]
    [TestCase("POST", "/plugins/functions", """{"name": "x", "file": "file:///etc/passwd"}""", 400)]
    [TestCase("POST", "/plugins/functions", """{"name": "x", "file": "damaged.zip"}""", 400)]
    [TestCase("POST", "/plugins/portables", """{"name": "x", "file": "damaged.zip"}""", 400)]
    [TestCase("POST", "/services", """{"name": "x", "file": "damaged.zip"}""", 400)]
    [TestCase("PUT", "/plugins/sinks/none", """{"file": "damaged.zip"}""", 404)]
    [TestCase("DELETE", "/plugins/sources/none", null, 404)]
    [TestCase("GET", "/plugins/portables/none", null, 404)]
    [TestCase("GET", "/plugins/portables/none/status", null, 404)]
    [TestCase("DELETE", "/plugins/portables/none", null, 404)]
    [TestCase("GET", "/plugins/udfs/none", null, 404)]
    [TestCase("GET", "/services/none", null, 404)]
    [TestCase("PUT", "/services/none", """{"file": "damaged.zip"}""", 404)]
    [TestCase("DELETE", "/services/none", null, 404)]
    [TestCase("GET", "/services/functions/none", null, 404)]
    public async Task Refusals_leave_nothing_behind(string method, string path, string? body, int status)
    {
        await using var server = await TestServer.StartAsync();
        await server.SendAsync("POST", "/config/uploads", """{"name": "damaged.zip", "content": "PK nothing"}""");

        var reply = await server.SendAsync(method, path, body);

        Assert.That((int)reply.Status, Is.EqualTo(status), reply.Text);
        Assert.That((string?)JsonNode.Parse(reply.Text)!["message"], Is.Not.Empty);
        Assert.That(await server.GetAsync("/plugins/functions"), Is.EqualTo("[]"));
        Assert.That(await server.GetAsync("/plugins/portables"), Is.EqualTo("[]"));
        Assert.That(await server.GetAsync("/services"), Is.EqualTo("[]"));
    }

    private static async Task<TestServer> StartAsync()
    {
        var server = await TestServer.StartAsync();
        await server.CreateAsync("""CREATE STREAM ticks (a bigint) WITH (TYPE="simulator", DATASOURCE="t", EXTRA="{\"data\": [{\"a\": 5}], \"interval\": 20}")""");
        await server.CreateAsync("""CREATE STREAM results () WITH (TYPE="memory", DATASOURCE="results")""");
        await server.CreateRuleAsync("""{"id": "last", "sql": "SELECT x FROM results", "actions": [{"nop": {}}, {"file": {"path": "x.json", "fileType": "lines", "sendSingle": true}}]}""");
        return server;
    }

    private static Task CallAsync(TestServer server, string call) =>
        server.CreateRuleAsync($$"""{"id": "r", "sql": "SELECT {{call}} AS x FROM ticks", "actions": [{"memory": {"topic": "results", "sendSingle": true} }]}""");

    private static async Task ExpectAsync(TestServer server, string line)
    {
        for (var attempt = 0; ; attempt++)
        {
            var rows = ReadShared(Path.Combine(server.Directory, "x.json"));
            if (rows.LastOrDefault() == line)
                return;

            Assert.That(attempt, Is.LessThan(500), $"last is {rows.LastOrDefault()}, status {await server.GetAsync("/rules/r/status")}");
            await Task.Delay(20);
        }
    }

    private static string[] ReadShared(string path)
    {
        if (!File.Exists(path))
            return [];

        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<string> UploadAsync(TestServer server, string name, string folder)
    {
        var uploads = Path.Combine(server.Directory, "data", "uploads");
        await ZipFile.CreateFromDirectoryAsync(folder, Path.Combine(uploads, name + ".zip"));
        return JsonSerializer.Serialize(new { name, file = $"file://{uploads}/{name}.zip" });
    }

    private static string PortablePackage(TestServer server, string name)
    {
        var folder = Path.Combine(server.Directory, name);
        Directory.CreateDirectory(folder);
        foreach (var file in (string[])["Portable.TestPlugin.dll", "Portable.TestPlugin.runtimeconfig.json", "Portable.TestPlugin.deps.json", "Portable.Sdk.dll", "Abstractions.dll"])
            File.Copy(Path.Combine(AppContext.BaseDirectory, "CompiledRules." + file), Path.Combine(folder, "CompiledRules." + file));
        var manifest = new { name, version = "1", language = "dotnet", executable = "CompiledRules.Portable.TestPlugin.dll", sources = Array.Empty<string>(), sinks = Array.Empty<string>(), functions = new[] { "add" } };
        File.WriteAllText(Path.Combine(folder, name + ".json"), JsonSerializer.Serialize(manifest));
        return folder;
    }

    private static async Task<WebApplication> StartServiceAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/twice", async (HttpRequest request) => Results.Json(2 * (await JsonSerializer.DeserializeAsync<long>(request.Body))));
        await app.StartAsync();
        return app;
    }

    private string NativePackage(int factor) =>
        _builder.Build("Grade", $$"""public static class Grade { [CompiledRules.SqlFunction("grade", IsDeterministic = false)] public static long Of(long a) => a * {{factor}}; }""");
}
