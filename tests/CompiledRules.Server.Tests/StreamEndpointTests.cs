using System.Net;
using System.Text.Json.Nodes;

namespace CompiledRules.Server.Tests;

[TestFixture]
public sealed class StreamEndpointTests
{
    private const string Demo = """{"sql": "CREATE STREAM demo (a bigint, s struct(b array(float))) WITH (TYPE=\"memory\", DATASOURCE=\"demo\", FORMAT=\"JSON\", SHARED=\"true\")"}""";

    [Test]
    public async Task Streams_from_creation_to_end()
    {
        await using var server = await TestServer.StartAsync();

        Assert.That(await server.SendAsync("POST", "/streams", Demo), Is.EqualTo((HttpStatusCode.Created, "Stream demo is created.")));
        Assert.That(await server.GetAsync("/streams"), Is.EqualTo("""["demo"]"""));
        Assert.That(await server.GetAsync("/streamdetails"), Is.EqualTo("""[{"name":"demo","type":"memory","format":"json"}]"""));
        Assert.That(
            await server.GetAsync("/streams/demo"),
            Is.EqualTo(
                """{"Name":"demo","StreamFields":[{"FieldType":"bigint","Name":"a"},{"FieldType":{"Type":"struct","Fields":[{"FieldType":{"Type":"array","ElementType":"float"},"Name":"b"}]},"Name":"s"}],"Options":"""
                + """{"type":"memory","datasource":"demo","format":"JSON","shared":true},"StreamType":0,"Statement":null}"""));
        Assert.That(
            await server.GetAsync("/streams/demo/schema"),
            Is.EqualTo(
                """{"a":{"type":"bigint","optional":true},"s":{"type":"struct","optional":true,"properties":{"b":{"type":"array","optional":true,"items":{"type":"float","optional":true}}}}}"""));
        Assert.That(
            await server.SendAsync("PUT", "/streams/demo", """{"sql": "CREATE STREAM demo () WITH (TYPE=\"memory\", DATASOURCE=\"other\", SHARED=\"true\")"}"""),
            Is.EqualTo((HttpStatusCode.OK, "Stream demo is replaced.")));
        Assert.That((string?)(await server.GetJsonAsync("/streams/demo"))["Options"]!["datasource"], Is.EqualTo("other"));
        Assert.That(await server.SendAsync("DELETE", "/streams/demo"), Is.EqualTo((HttpStatusCode.OK, "Stream demo is dropped.")));
        Assert.That(await server.GetAsync("/streams"), Is.EqualTo("[]"));
    }

    [Test]
    public async Task Tables_are_listed_by_kind()
    {
        await using var server = await TestServer.StartAsync();
        await server.CreateAsync("""CREATE TABLE t () WITH (TYPE="memory", DATASOURCE="t", KEY="id", KIND="lookup")""", "tables");
        await server.CreateAsync("""CREATE TABLE s (id bigint) WITH (TYPE="file", DATASOURCE="s.json")""", "tables");

        Assert.That(await server.GetAsync("/tables"), Is.EqualTo("""["s","t"]"""));
        Assert.That(await server.GetAsync("/tables?kind=lookup"), Is.EqualTo("""["t"]"""));
        Assert.That(await server.GetAsync("/tables?kind=scan"), Is.EqualTo("""["s"]"""));
        Assert.That(await server.GetAsync("/tabledetails?kind=scan"), Is.EqualTo("""[{"name":"s","type":"file","format":"json"}]"""));
        Assert.That(await server.GetAsync("/streams"), Is.EqualTo("[]"));
    }

    [Test]
    public async Task Definitions_come_back_after_a_restart()
    {
        await using var server = await TestServer.StartAsync();
        await server.SendAsync("POST", "/streams", Demo);
        var before = await server.GetAsync("/streams/demo");

        await server.RestartAsync();

        Assert.That(await server.GetAsync("/streams/demo"), Is.EqualTo(before));
    }

    [Test]
    public async Task A_stream_that_a_rule_reads_is_dropped_only_by_force()
    {
        await using var server = await TestServer.StartAsync();
        await server.SendAsync("POST", "/streams", Demo);
        await server.CreateRuleAsync("""{"id": "r", "sql": "SELECT a FROM demo", "actions": [{"nop": {}}], "triggered": false}""");

        var (status, text) = await server.SendAsync("DELETE", "/streams/demo");

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((string?)JsonNode.Parse(text)!["message"], Is.EqualTo("delete stream error: stream demo has been referenced by other rules"));
        Assert.That(await server.SendAsync("DELETE", "/streams/demo?force=true"), Is.EqualTo((HttpStatusCode.OK, "Stream demo is dropped.")));
    }

    [TestCase("POST", "/streams", "{", 400, 1000, "Invalid body", TestName = "Malformed JSON")]
    [TestCase("POST", "/streams", "[]", 400, 1000, "found an array, expected an object", TestName = "An array for an object")]
    [TestCase("POST", "/streams", "{}", 400, 1000, "'sql' is missing", TestName = "No statement")]
    [TestCase("POST", "/streams", """{"sql": 7}""", 400, 1000, "'sql' is a number, expected a text", TestName = "A number for a text")]
    [TestCase("POST", "/streams", """{"sql": "CREATE STREAM"}""", 400, 2001, "CR1", TestName = "Malformed SQL")]
    [TestCase("POST", "/streams", """{"sql": "CREATE TABLE t () WITH (DATASOURCE=\"t\")"}""", 400, 3000, "CREATE STREAM", TestName = "A table for a stream")]
    [TestCase("POST", "/streams", """{"sql": "CREATE STREAM `../x` () WITH (DATASOURCE=\"t\")"}""", 400, 3000, "invalid characters", TestName = "A hostile name")]
    [TestCase("POST", "/streams", """{"sql": "CREATE STREAM demo () WITH (DATASOURCE=\"t\")"}""", 400, 3000, "Item demo already exists", TestName = "A name that is taken")]
    [TestCase("GET", "/streams/none", null, 404, 1002, "describe stream error: stream none is not found", TestName = "Describing what is not there")]
    [TestCase("GET", "/tables/demo", null, 404, 1002, "table demo is not found", TestName = "Describing a stream as a table")]
    [TestCase("GET", "/streams/none/schema", null, 404, 1002, "stream none is not found", TestName = "The schema of what is not there")]
    [TestCase("PUT", "/streams/none", """{"sql": "CREATE STREAM none () WITH (DATASOURCE=\"t\")"}""", 404, 1002, "stream none is not found", TestName = "Replacing what is not there")]
    [TestCase("PUT", "/streams/demo", """{"sql": "CREATE STREAM other () WITH (DATASOURCE=\"t\")"}""", 400, 3000, "must update the demo source", TestName = "Replacing by another")]
    [TestCase("DELETE", "/streams/none", null, 404, 1002, "stream none is not found", TestName = "Dropping what is not there")]
    [TestCase("DELETE", "/streams/..%2F..%2Fx", null, 404, 1002, "is not found", TestName = "Dropping a hostile name")]
    public async Task Refusals_say_why_and_change_nothing(string method, string path, string? body, int status, int code, string message)
    {
        await using var server = await TestServer.StartAsync();
        await server.SendAsync("POST", "/streams", Demo);
        var before = await server.GetAsync("/streams/demo");

        var reply = await server.SendAsync(method, path, body);

        Assert.That((int)reply.Status, Is.EqualTo(status), reply.Text);
        Assert.That((int)JsonNode.Parse(reply.Text)!["error"]!, Is.EqualTo(code), reply.Text);
        Assert.That((string?)JsonNode.Parse(reply.Text)!["message"], Does.Contain(message));
        Assert.That(await server.GetAsync("/streams"), Is.EqualTo("""["demo"]"""));
        Assert.That(await server.GetAsync("/streams/demo"), Is.EqualTo(before));
        Assert.That(await server.GetAsync("/tables"), Is.EqualTo("[]"));
    }

    [Test]
    public async Task A_body_that_is_too_large_is_refused()
    {
        await using var server = await TestServer.StartAsync();

        var (status, _) = await server.SendAsync("POST", "/streams", $$"""{"sql": "{{new string('x', 200_000)}}"}""");

        Assert.That(status, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
        Assert.That(await server.GetAsync("/streams"), Is.EqualTo("[]"));
    }
}
