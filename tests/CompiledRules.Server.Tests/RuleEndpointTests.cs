using System.Net;
using System.Text.Json.Nodes;

namespace CompiledRules.Server.Tests;

[TestFixture]
public sealed class RuleEndpointTests
{
    private const string Rule = """{"id": "r1", "name": "one", "sql": "SELECT a FROM demo WHERE a > 1", "actions": [{"memory": {"topic": "out"}}], "options": {"sendError": true}, "tags": ["x"]}""";

    [Test]
    public async Task Rules_from_creation_to_end()
    {
        await using var server = await StartAsync();

        Assert.That(await server.SendAsync("POST", "/rules", Rule), Is.EqualTo((HttpStatusCode.Created, "Rule r1 was created successfully.")));
        Assert.That(await server.GetAsync("/rules"), Is.EqualTo("""[{"id":"r1","name":"one","status":"running","version":"","trace":false,"tags":["x"]}]"""));
        Assert.That(await server.GetAsync("/rules/r1"), Is.EqualTo(Rule));
        Assert.That(await server.SendAsync("POST", "/rules/r1/stop"), Is.EqualTo((HttpStatusCode.OK, "Rule r1 was stopped.")));
        Assert.That((string?)(await server.GetJsonAsync("/rules/r1/status"))["status"], Is.EqualTo("stopped"));
        Assert.That((string?)(await server.GetJsonAsync("/rules/r1/status"))["message"], Is.EqualTo("canceled manually"));
        Assert.That((bool)(await server.GetJsonAsync("/rules/r1"))["triggered"]!, Is.False);
        Assert.That(await server.SendAsync("POST", "/rules/r1/start"), Is.EqualTo((HttpStatusCode.OK, "Rule r1 was started")));
        Assert.That(await server.SendAsync("POST", "/rules/r1/restart"), Is.EqualTo((HttpStatusCode.OK, "Rule r1 was restarted")));
        Assert.That((string?)(await server.GetJsonAsync("/rules/r1/status"))["status"], Is.EqualTo("running"));
        Assert.That(await server.SendAsync("PUT", "/rules/r1", Rule.Replace("a > 1", "a > 2", StringComparison.Ordinal)), Is.EqualTo((HttpStatusCode.OK, "Rule r1 was updated successfully.")));
        Assert.That(await server.GetAsync("/rules/r1"), Does.Contain("a > 2"));
        Assert.That(await server.SendAsync("DELETE", "/rules/r1"), Is.EqualTo((HttpStatusCode.OK, "Rule r1 is dropped.")));
        Assert.That(await server.GetAsync("/rules"), Is.EqualTo("[]"));
    }

    [Test]
    public async Task Status_counts_what_went_through()
    {
        await using var server = await StartAsync();
        await File.WriteAllLinesAsync(Path.Combine(server.Directory, "rows.json"), ["""{"a": 1}""", """{"a": 2}""", """{"a": 3}"""]);
        await server.CreateAsync("""CREATE STREAM rows (a bigint) WITH (TYPE="file", DATASOURCE="rows.json", EXTRA="{\"fileType\": \"lines\"}")""");
        await server.CreateRuleAsync("""{"id": "r2", "sql": "SELECT a FROM rows WHERE a > 1", "actions": [{"file": {"path": "out.json", "fileType": "lines", "sendSingle": true}}]}""");

        var status = await server.UntilAsync("/rules/r2/status", static status => (string?)status["status"] == "stopped");

        Assert.Multiple(() =>
        {
            Assert.That((string?)status["message"], Is.EqualTo("done"));
            Assert.That((long)status["lastStartTimestamp"]!, Is.Positive);
            Assert.That((long)status["source_rows_0_records_in_total"]!, Is.EqualTo(3));
            Assert.That((long)status["sink_file_0_0_records_out_total"]!, Is.EqualTo(2));
            Assert.That((long)status["sink_file_0_0_exceptions_total"]!, Is.Zero);
        });
        Assert.That(await File.ReadAllLinesAsync(Path.Combine(server.Directory, "out.json")), Is.EqualTo(new[] { """{"a":2}""", """{"a":3}""" }));
        Assert.That((bool)(await server.UntilAsync("/rules/r2", static rule => rule["triggered"] is not null))["triggered"]!, Is.False);
    }

    [Test]
    public async Task Rules_of_rules_pass_rows_through_memory()
    {
        await using var server = await StartAsync();
        await server.CreateAsync("""CREATE STREAM second () WITH (TYPE="memory", DATASOURCE="first")""");
        await server.CreateAsync("""CREATE STREAM ticks () WITH (TYPE="simulator", DATASOURCE="t", EXTRA="{\"data\": [{\"a\": 5}], \"interval\": 10}")""");
        await server.CreateRuleAsync("""{"id": "b", "sql": "SELECT a FROM second", "actions": [{"nop": {}}]}""");
        await server.CreateRuleAsync("""{"id": "a", "sql": "SELECT a FROM ticks", "actions": [{"memory": {"topic": "first"}}]}""");

        var status = await server.UntilAsync("/rules/b/status", static status => (long)status["sink_nop_0_0_records_out_total"]! > 0);

        Assert.That((long)status["source_second_0_records_in_total"]!, Is.Positive);
    }

    [Test]
    public async Task Topology_and_explanation()
    {
        await using var server = await StartAsync();
        await server.CreateRuleAsync(Rule);

        Assert.That(
            await server.GetAsync("/rules/r1/topo"),
            Is.EqualTo(
                """{"sources":["source_demo"],"edges":{"source_demo":["op_2_decoder"],"op_2_decoder":["op_3_filter"],"op_3_filter":["op_4_project"],"op_4_project":["op_memory_0_0_transform"],"op_memory_0_0_transform":"""
                + """["op_memory_0_1_encode"],"op_memory_0_1_encode":["sink_memory_0"]}}"""));
        var lines = (await server.GetAsync("/rules/r1/explain")).Split('\n');
        Assert.That(lines[0], Does.StartWith("{\"op\":\"ProjectPlan_0\",\"info\":"));
        Assert.That(lines[1], Does.StartWith("\t{\"op\":\"FilterPlan_1\",\"info\":"));
        Assert.That(lines[2], Does.StartWith("\t\t{\"op\":\"ScanPlan_2\",\"info\":"));
    }

    [Test]
    public async Task Rules_come_back_as_they_were()
    {
        await using var server = await StartAsync();
        await server.CreateRuleAsync(Rule);
        await server.CreateRuleAsync(Rule.Replace("r1", "r2", StringComparison.Ordinal));
        await server.SendAsync("POST", "/rules/r2/stop");
        await server.CreateRuleAsync(Rule.Replace("r1", "r3", StringComparison.Ordinal).Replace("\"id\"", "\"temp\": true, \"id\"", StringComparison.Ordinal));

        await server.RestartAsync();

        var rules = (await server.GetJsonAsync("/rules")).AsArray();
        Assert.That(rules.Select(static rule => $"{rule!["id"]} {rule["status"]}"), Is.EqualTo(new[] { "r1 running", "r2 stopped" }));
    }

    [Test]
    public async Task A_rule_that_no_longer_compiles_is_stopped_by_the_error_and_the_others_run()
    {
        await using var server = await StartAsync();
        await server.CreateAsync("""CREATE STREAM gone () WITH (TYPE="memory", DATASOURCE="gone")""");
        await server.CreateRuleAsync("""{"id": "broken", "sql": "SELECT a FROM gone", "actions": [{"nop": {}}]}""");
        await server.CreateRuleAsync(Rule);
        await server.SendAsync("DELETE", "/streams/gone?force=true");

        await server.RestartAsync();

        var all = await server.GetJsonAsync("/rules/status/all");
        Assert.That((string?)all["broken"]!["status"], Is.EqualTo("stopped by error"));
        Assert.That((string?)all["broken"]!["last_exception"], Does.Contain("gone"));
        Assert.That((string?)all["r1"]!["status"], Is.EqualTo("running"));
    }

    [Test]
    public async Task An_update_that_does_not_compile_leaves_the_rule_running()
    {
        await using var server = await StartAsync();
        await server.CreateRuleAsync(Rule);

        var (status, _) = await server.SendAsync("PUT", "/rules/r1", Rule.Replace("FROM demo", "FROM nowhere", StringComparison.Ordinal));

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await server.GetAsync("/rules/r1"), Is.EqualTo(Rule));
        Assert.That((string?)(await server.GetJsonAsync("/rules/r1/status"))["status"], Is.EqualTo("running"));
    }

    [Test]
    public async Task Put_creates_what_is_not_there_and_refuses_lower_versions()
    {
        await using var server = await StartAsync();
        var second = Rule.Replace("\"name\"", "\"version\": \"2\", \"name\"", StringComparison.Ordinal);
        var first = second.Replace("\"2\"", "\"1\"", StringComparison.Ordinal);

        Assert.That((await server.SendAsync("PUT", "/rules/r1", second)).Status, Is.EqualTo(HttpStatusCode.OK));
        var (status, text) = await server.SendAsync("PUT", "/rules/r1", first);

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((string?)JsonNode.Parse(text)!["message"], Is.EqualTo("update rule error: rule r1 already exists with version (2), new version (1) is lower"));
    }

    [Test]
    public async Task Validation_keeps_nothing()
    {
        await using var server = await StartAsync();

        Assert.That(await server.SendAsync("POST", "/rules/validate", Rule), Is.EqualTo((HttpStatusCode.OK, """{"sources":["demo"],"valid":true}""")));
        var (status, text) = await server.SendAsync("POST", "/rules/validate", Rule.Replace("FROM demo", "FROM nowhere", StringComparison.Ordinal));
        Assert.That(status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(text, Does.Contain("nowhere"));
        Assert.That(await server.GetAsync("/rules"), Is.EqualTo("[]"));
    }

    [TestCase("POST", "/rules", "{", 400, 1000, "Invalid rule", TestName = "Malformed JSON of a rule")]
    [TestCase("POST", "/rules", """{"sql": "SELECT a FROM demo", "actions": [{"nop": {}}]}""", 400, 4000, "rule id is missing", TestName = "No id")]
    [TestCase("POST", "/rules", """{"id": "../x", "sql": "SELECT a FROM demo", "actions": [{"nop": {}}]}""", 400, 1000, "invalid characters", TestName = "A hostile id")]
    [TestCase("POST", "/rules", """{"id": "x\u0000y", "sql": "SELECT a FROM demo", "actions": [{"nop": {}}]}""", 400, 1000, "invalid characters", TestName = "A control character")]
    [TestCase("POST", "/rules", """{"id": 7, "sql": "SELECT a FROM demo", "actions": [{"nop": {}}]}""", 400, 1000, "'id' is a number", TestName = "A number for an id")]
    [TestCase("POST", "/rules", """{"id": "x", "actions": [{"nop": {}}]}""", 400, 4000, "'sql' is missing", TestName = "No SQL")]
    [TestCase("POST", "/rules", """{"id": "x", "sql": "SELECT a FROM demo"}""", 400, 4000, "'actions' is missing", TestName = "No actions")]
    [TestCase("POST", "/rules", """{"id": "x", "sql": "SELECT a FROM demo", "actions": []}""", 400, 4000, "needs at least one", TestName = "Empty actions")]
    [TestCase("POST", "/rules", """{"id": "x", "sql": "SELECT a FROM demo", "actions": [{"nop": {}, "log": {}}]}""", 400, 4000, "no object of one key", TestName = "Two sinks in one action")]
    [TestCase("POST", "/rules", """{"id": "x", "sql": "SELECT a FROM demo", "actions": [{"nowhere": {}}]}""", 400, 1000, "there is no sink 'nowhere'", TestName = "An unknown sink")]
    [TestCase("POST", "/rules", """{"id": "x", "sql": "SELECT a FROM demo", "actions": [{"nop": {"lgo": true}}]}""", 400, 1000, "there is no such option", TestName = "An unknown property")]
    [TestCase("POST", "/rules", """{"id": "x", "sql": "SELECT a FROM demo", "actions": [{"nop": {}}], "options": {"bufferLength": "x"}}""", 400, 1000, "bufferLength", TestName = "An option of a wrong type")]
    [TestCase("POST", "/rules", """{"id": "x", "sql": "SELECT a FROM demo", "actions": [{"nop": {}}], "options": {"cron": "61 * * * *", "duration": "10s"}}""", 400, 1000, "expected a number from 0 to 59", TestName = "A bad schedule")]
    [TestCase("POST", "/rules", """{"id": "x", "sql": "SELECT a FRM demo", "actions": [{"nop": {}}]}""", 400, 2001, "CR1", TestName = "Malformed SQL of a rule")]
    [TestCase("POST", "/rules", """{"id": "x", "sql": "SELECT a FROM nowhere", "actions": [{"nop": {}}]}""", 400, 2101, "nowhere", TestName = "An unknown stream")]
    [TestCase("POST", "/rules", Rule, 400, 4000, "rule r1 already exists", TestName = "An id that is taken")]
    [TestCase("GET", "/rules/none", null, 404, 1002, "describe rule error: Rule none is not found.", TestName = "An unknown rule")]
    [TestCase("DELETE", "/rules/none", null, 404, 1002, "delete rule error: Rule none is not found.", TestName = "Deleting an unknown rule")]
    [TestCase("POST", "/rules/none/start", null, 404, 1002, "start rule error", TestName = "Starting an unknown rule")]
    [TestCase("POST", "/rules/none/stop", null, 404, 1002, "stop rule error", TestName = "Stopping an unknown rule")]
    [TestCase("POST", "/rules/none/restart", null, 404, 1002, "restart rule error", TestName = "Restarting an unknown rule")]
    [TestCase("GET", "/rules/none/status", null, 404, 1002, "get rule status error", TestName = "The status of an unknown rule")]
    [TestCase("GET", "/rules/none/topo", null, 404, 1002, "get rule topo error", TestName = "The topology of an unknown rule")]
    [TestCase("GET", "/rules/none/explain", null, 404, 1002, "explain rule error", TestName = "The plan of an unknown rule")]
    [TestCase("PUT", "/rules/a%2Fb", """{"sql": "SELECT a FROM demo", "actions": [{"nop": {}}]}""", 400, 1000, "invalid characters", TestName = "A hostile id in the path")]
    public async Task Refusals_say_why_and_change_nothing(string method, string path, string? body, int status, int code, string message)
    {
        await using var server = await StartAsync();
        await server.CreateRuleAsync(Rule);
        var before = await server.GetAsync("/rules");

        var reply = await server.SendAsync(method, path, body);

        Assert.That((int)reply.Status, Is.EqualTo(status), reply.Text);
        Assert.That((int)JsonNode.Parse(reply.Text)!["error"]!, Is.EqualTo(code), reply.Text);
        Assert.That((string?)JsonNode.Parse(reply.Text)!["message"], Does.Contain(message));
        Assert.That(await server.GetAsync("/rules"), Is.EqualTo(before));
        Assert.That(await server.GetAsync("/rules/r1"), Is.EqualTo(Rule));
    }

    private static async Task<TestServer> StartAsync()
    {
        var server = await TestServer.StartAsync();
        await server.CreateAsync("""CREATE STREAM demo (a bigint) WITH (TYPE="memory", DATASOURCE="demo")""");
        return server;
    }
}
