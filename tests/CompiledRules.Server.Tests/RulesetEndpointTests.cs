using System.Net;
using System.Text.Json.Nodes;

namespace CompiledRules.Server.Tests;

[TestFixture]
public sealed class RulesetEndpointTests
{
    private const string Stream = """CREATE STREAM demo () WITH (TYPE="memory", DATASOURCE="demo")""";
    private const string Table = """CREATE TABLE t () WITH (TYPE="memory", DATASOURCE="t", KEY="id", KIND="lookup")""";
    private const string Rule = """{"id": "r", "sql": "SELECT a FROM demo", "actions": [{"nop": {}}], "tags": ["x"]}""";

    [Test]
    public async Task What_goes_out_of_one_server_comes_into_another()
    {
        await using var first = await StartAsync();
        await using var second = await TestServer.StartAsync();
        var (_, exported) = await first.SendAsync("POST", "/ruleset/export");

        var imported = await second.SendAsync("POST", "/ruleset/import", new JsonObject { ["content"] = exported }.ToJsonString());

        Assert.That(imported, Is.EqualTo((HttpStatusCode.OK, "imported 1 streams, 1 tables and 1 rules")));
        Assert.That((await second.SendAsync("POST", "/ruleset/export")).Text, Is.EqualTo(exported));
        Assert.That(await second.GetAsync("/rules/r"), Is.EqualTo(Rule));
        Assert.That((string?)(await second.GetJsonAsync("/rules/r/status"))["status"], Is.EqualTo("running"));
    }

    [Test]
    public async Task Data_has_all_sections_and_only_what_rules_need()
    {
        await using var server = await StartAsync();

        var (_, text) = await server.SendAsync("POST", "/data/export", """["r"]""");

        var data = JsonNode.Parse(text)!.AsObject();
        Assert.That(data, Has.Count.EqualTo(12));
        Assert.That(data["streams"]!.AsObject().Select(static entry => entry.Key), Is.EqualTo(new[] { "demo" }));
        Assert.That(data["tables"]!.AsObject(), Is.Empty);
        Assert.That((await server.SendAsync("POST", "/data/export", """["none"]""")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_full_import_replaces_and_a_partial_one_adds()
    {
        await using var server = await StartAsync();
        var body = """{"content": "{\"streams\": {\"other\": \"CREATE STREAM other () WITH (TYPE=\\\"memory\\\", DATASOURCE=\\\"o\\\")\"}}"}""";

        Assert.That((await server.SendAsync("POST", "/data/import?partial=1", body)).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await server.GetAsync("/streams"), Is.EqualTo("""["demo","other"]"""));
        Assert.That((await server.SendAsync("POST", "/data/import", body)).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await server.GetAsync("/streams"), Is.EqualTo("""["other"]"""));
        Assert.That(await server.GetAsync("/rules"), Is.EqualTo("[]"));
    }

    [Test]
    public async Task What_is_wrong_with_an_entry_is_told_beside_the_rest()
    {
        await using var server = await TestServer.StartAsync();

        var (status, text) = await server.SendAsync("POST", "/data/import", """{"content": "{\"streams\": {\"bad\": \"CREATE\"}}"}""");

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        var sections = JsonNode.Parse((string)JsonNode.Parse(text)!["message"]!)!.AsObject();
        Assert.That((string?)sections["streams"]!["bad"], Does.Contain("CR1"));
        Assert.That(sections["rules"]!.AsObject(), Is.Empty);
    }

    [TestCase("""{"content": 1}""")]
    [TestCase("""{"content": "{"}""")]
    [TestCase("""{}""")]
    [TestCase("""{"file": "file:///etc/passwd"}""")]
    [TestCase("""{"file": "../server.db"}""")]
    public async Task Bad_content_is_refused(string body)
    {
        await using var server = await StartAsync();

        Assert.That((await server.SendAsync("POST", "/ruleset/import", body)).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await server.SendAsync("POST", "/data/import", body)).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await server.GetAsync("/streams"), Is.EqualTo("""["demo"]"""));
    }

    [Test]
    public async Task Uploads_are_listed_imported_and_deleted()
    {
        await using var server = await StartAsync();
        var (_, exported) = await server.SendAsync("POST", "/ruleset/export");

        var (status, path) = await server.SendAsync("POST", "/config/uploads", new JsonObject { ["name"] = "set.json", ["content"] = exported }.ToJsonString());

        Assert.That(status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await server.GetJsonAsync("/config/uploads")).AsArray(), Has.Count.EqualTo(1));
        Assert.That((await server.SendAsync("POST", "/ruleset/import", new JsonObject { ["file"] = $"file://{path}" }.ToJsonString())).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await server.SendAsync("DELETE", "/config/uploads/set.json"), Is.EqualTo((HttpStatusCode.OK, "ok")));
        Assert.That((await server.SendAsync("DELETE", "/config/uploads/set.json")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await server.GetAsync("/config/uploads"), Is.EqualTo("[]"));
    }

    [TestCase("../x")]
    [TestCase("a/b")]
    [TestCase("")]
    [TestCase(".hidden")]
    [TestCase("a\u0001b")]
    public async Task Names_of_uploads_stay_in_their_folder(string name)
    {
        await using var server = await TestServer.StartAsync();

        var (status, _) = await server.SendAsync("POST", "/config/uploads", new JsonObject { ["name"] = name, ["content"] = "x" }.ToJsonString());

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await server.GetAsync("/config/uploads"), Is.EqualTo("[]"));
    }

    [Test]
    public async Task Tags_are_set_added_removed_and_matched()
    {
        await using var server = await StartAsync();

        await server.SendAsync("PUT", "/rules/r/tags", """{"tags": ["a", "b"]}""");
        await server.SendAsync("PATCH", "/rules/r/tags", """{"tags": ["c"]}""");
        await server.SendAsync("DELETE", "/rules/r/tags", """{"tags": ["a"]}""");

        Assert.That((await server.GetJsonAsync("/rules/r"))["tags"]!.ToJsonString(), Is.EqualTo("""["b","c"]"""));
        Assert.That((await server.SendAsync("GET", "/rules/tags/match", """{"tags": ["b", "c"]}""")).Text, Is.EqualTo("""{"rules":["r"]}"""));
        Assert.That((await server.SendAsync("GET", "/rules/tags/match", """{"tags": ["a", "b"]}""")).Text, Is.EqualTo("""{"rules":[]}"""));
        Assert.That((await server.SendAsync("POST", "/rules/bulkstop", """{"tags": ["b"]}""")).Text, Is.EqualTo("""[{"ruleId":"r","success":true}]"""));
        Assert.That((string?)(await server.GetJsonAsync("/rules/r/status"))["status"], Is.EqualTo("stopped"));
        Assert.That((await server.SendAsync("PUT", "/rules/none/tags", """{"tags": []}""")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Several_requests_go_in_one()
    {
        await using var server = await StartAsync();

        var (_, text) = await server.SendAsync("POST", "/batch/req", """[{"method": "GET", "path": "/streams"}, {"method": "GET", "path": "/rules/none"}, {"method": "GET", "path": "http://example.com/"}]""");

        var answers = JsonNode.Parse(text)!.AsArray();
        Assert.That((string?)answers[0]!["response"], Is.EqualTo("""["demo"]"""));
        Assert.That((int)answers[1]!["code"]!, Is.EqualTo(404));
        Assert.That((int)answers[2]!["code"]!, Is.EqualTo(400));
    }

    [Test]
    public async Task Metrics_and_metadata()
    {
        await using var server = await StartAsync();

        var metrics = await server.GetAsync("/metrics");

        Assert.That(metrics, Does.Contain("kuiper_rule_status{rule=\"r\"} 1\n"));
        Assert.That(metrics, Does.Contain("kuiper_rule_count{status=\"running\"} 1\n"));
        Assert.That(metrics, Does.Contain("kuiper_sink_records_in_total{rule=\"r\",type=\"sink\",op=\"nop_0\",op_instance=\"0\"} 0\n"));
        Assert.That(metrics, Does.Contain("kuiper_source_records_in_total{rule=\"r\",type=\"source\",op=\"demo\",op_instance=\"0\"} 0\n"));
        Assert.That((await server.GetJsonAsync("/metadata/sources")).AsArray().Select(static source => (string?)source!["name"]), Does.Contain("mqtt").And.Contain("memory"));
        Assert.That((await server.GetJsonAsync("/metadata/sinks")).AsArray().Select(static sink => (string?)sink!["name"]), Does.Contain("log"));
        Assert.That((await server.GetJsonAsync("/metadata/functions")).AsArray().Select(static function => (string?)function!["name"]), Does.Contain("abs"));
        Assert.That(await server.GetAsync("/rules/r/schema"), Is.EqualTo("""{"a":{"hasIndex":true,"index":0}}"""));
    }

    private static async Task<TestServer> StartAsync()
    {
        var server = await TestServer.StartAsync();
        await server.CreateAsync(Stream);
        await server.CreateAsync(Table, "tables");
        await server.CreateRuleAsync(Rule);
        return server;
    }

    [Test]
    public async Task A_file_of_first_definitions_is_taken_in_once()
    {
        await using var server = await TestServer.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(server.Directory, "data", "init.json"), """{"streams": {"first": "CREATE STREAM first () WITH (TYPE=\"memory\", DATASOURCE=\"first\")"}}""");

        await server.RestartAsync();
        Assert.That(await server.GetAsync("/streams"), Is.EqualTo("[\"first\"]"));
        await server.SendAsync("DELETE", "/streams/first");
        await server.RestartAsync();

        Assert.That(await server.GetAsync("/streams"), Is.EqualTo("[]"));
    }
}
