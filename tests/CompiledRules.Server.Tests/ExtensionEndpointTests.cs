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
    public async Task A_new_version_that_breaks_a_rule_faults_it_and_nothing_else_until_one_comes_that_fits()
    {
        await using var server = await StartAsync();
        await server.SendAsync("POST", "/plugins/functions", await UploadAsync(server, "grade", NativePackage(1)));
        await CallAsync(server, "grade(a)");
        var broken = _builder.Build("Grade", """public static class Grade { [CompiledRules.SqlFunction("grade")] public static long Of(long a, long b) => a; }""");

        Assert.That(await server.SendAsync("PUT", "/plugins/functions/grade", await UploadAsync(server, "grade3", broken)), Is.EqualTo((HttpStatusCode.OK, "plugin grade is updated")));
        var faulted = await server.GetJsonAsync("/rules/r/status");
        Assert.That((string?)faulted["status"], Is.EqualTo("faulted"));
        Assert.That((string?)faulted["message"], Does.Contain("grade").And.Contain("2 arguments"));
        Assert.That((string?)(await server.GetJsonAsync("/rules/last/status"))["status"], Is.EqualTo("running"));

        await server.SendAsync("PUT", "/plugins/functions/grade", await UploadAsync(server, "grade4", NativePackage(4)));
        Assert.That((string?)(await server.GetJsonAsync("/rules/r/status"))["status"], Is.EqualTo("running"));
        await ExpectAsync(server, """{"x":20}""");
    }

    [Test]
    public async Task A_removed_plugin_faults_the_rules_that_use_its_connectors_and_its_code_is_gone()
    {
        await using var server = await StartAsync();
        await server.SendAsync("POST", "/plugins/sources", await UploadAsync(server, "beat", BeatPackage(1)));
        await server.SendAsync("POST", "/streams", """{"sql":"CREATE STREAM beats () WITH (TYPE=\"beat\", INTERVAL=\"10ms\")"}""");
        await server.SendAsync("POST", "/rules", """{"id":"b","sql":"SELECT n FROM beats","actions":[{"nop":{}}]}""");
        await server.UntilAsync("/rules/b/status", static status => (long)status["sink_nop_0_0_records_out_total"]! > 0);

        Assert.That(await server.SendAsync("PUT", "/plugins/sources/beat", await UploadAsync(server, "beat2", BeatPackage(2))), Is.EqualTo((HttpStatusCode.OK, "plugin beat is updated")));
        Assert.That((string?)(await server.GetJsonAsync("/rules/b/status"))["status"], Is.EqualTo("running"));

        Assert.That((await server.SendAsync("DELETE", "/plugins/sources/beat")).Status, Is.EqualTo(HttpStatusCode.OK));
        var faulted = await server.GetJsonAsync("/rules/b/status");
        Assert.That((string?)faulted["status"], Is.EqualTo("faulted"));
        Assert.That((string?)faulted["message"], Does.Contain("there is no source 'beat'"));
        Assert.That((await server.SendAsync("DELETE", "/rules/b")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(LoadedVersionsOf("beat"), Is.Zero);
    }

    [Test]
    public async Task A_built_in_connector_keeps_its_name()
    {
        await using var server = await StartAsync();
        var mine = _builder.Build("Mine", """[CompiledRules.SqlSink("file")] public class Mine : CompiledRules.ISink<CompiledRules.SqlValue> { public Mine() => throw new System.InvalidOperationException("not this one"); public System.Threading.Tasks.ValueTask ConnectAsync(System.Threading.CancellationToken c) => default; public System.Threading.Tasks.ValueTask WriteAsync(CompiledRules.SqlValue m, System.Threading.CancellationToken c) => default; public System.Threading.Tasks.ValueTask DisposeAsync() => default; }""");

        await server.SendAsync("POST", "/plugins/sinks", await UploadAsync(server, "mine", mine));
        await CallAsync(server, "a");

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

    private string BeatPackage(int first) => _builder.Build("Beat", $$"""
        [CompiledRules.SqlSource("beat")]
        public class Beat : CompiledRules.IPullSource<Beat.Row>
        {
            public record struct Row(long N);

            public async System.Collections.Generic.IAsyncEnumerable<Row> PullAsync(System.DateTimeOffset time, System.Threading.CancellationToken cancellation)
            {
                await System.Threading.Tasks.Task.Yield();
                yield return new Row({{first}});
            }
        }
        """);

    private static int LoadedVersionsOf(string plugin)
    {
        for (var i = 0; i < 20 && Count() > 0; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return Count();

        int Count() => System.Runtime.Loader.AssemblyLoadContext.All.Count(context => context.Name?.StartsWith(plugin + " ", StringComparison.Ordinal) == true);
    }
}
