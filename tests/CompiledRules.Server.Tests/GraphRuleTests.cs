using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using CompiledRules.Server.Graphs;
using CompiledRules.Server.Http;

namespace CompiledRules.Server.Tests;

/// <summary>Rules that are written as graphs.</summary>
[TestFixture]
public sealed class GraphRuleTests
{
    private const string Source = """ "s": {"type": "source", "nodeType": "memory", "props": {"sourceType": "stream", "sourceName": "demo"}}""";
    private const string Sink = """ "out": {"type": "sink", "nodeType": "memory", "props": {"topic": "out"}}""";

    [TestCase(""" "f": {"type": "operator", "nodeType": "filter", "props": {"expr": "a > 1"}}""", "s f out", "SELECT * FROM `demo` WHERE (a > 1)")]
    [TestCase(""" "f": {"type": "operator", "nodeType": "function", "props": {"expr": "log(a) as x"}}, "p": {"type": "operator", "nodeType": "pick", "props": {"fields": ["x", "b as c"]}}""", "s f p out", "SELECT log(a) as x, b as c FROM `demo`")]
    [TestCase(
        """ "w": {"type": "operator", "nodeType": "window", "props": {"type": "hoppingwindow", "unit": "ss", "size": 10, "interval": 5}}, "g": {"type": "operator", "nodeType": "groupby", "props": {"dimensions": ["b"]}}, "a": {"type": "operator", "nodeType": "aggfunc", "props": {"expr": "avg(a) as m"}}, "f": {"type": "operator", "nodeType": "filter", "props": {"expr": "m > 1"}}, "o": {"type": "operator", "nodeType": "orderby", "props": {"sorts": [{"field": "m", "desc": true}]}}""",
        "s w g a f o out",
        "SELECT avg(a) as m FROM `demo` GROUP BY b, HOPPINGWINDOW(ss, 10, 5) HAVING (m > 1) ORDER BY m DESC")]
    [TestCase(""" "w": {"type": "operator", "nodeType": "window", "props": {"type": "countwindow", "size": 3}}, "a": {"type": "operator", "nodeType": "aggfunc", "props": {"expr": "count(*) as n"}}""", "s w a out", "SELECT count(*) as n FROM `demo` GROUP BY COUNTWINDOW(3)")]
    public void A_chain_is_a_statement(string operators, string chain, string sql) =>
        Assert.That(GraphStatement.Translate(JsonDocument.Parse(Graph($"{Source}, {operators}, {Sink}", chain)).RootElement).Sql, Is.EqualTo(sql));

    [TestCase(""" "x": {"type": "operator", "nodeType": "switch", "props": {"cases": ["a > 1"]}}""", "s x out", "one rule for each case")]
    [TestCase(""" "x": {"type": "operator", "nodeType": "groupby", "props": {"dimensions": ["b"]}}""", "s x out", "put a window before it")]
    [TestCase(""" "x": {"type": "operator", "nodeType": "aggfunc", "props": {"expr": "avg(a)"}}""", "s x out", "put a window before it")]
    [TestCase(""" "x": {"type": "operator", "nodeType": "window", "props": {"type": "tumblingwindow", "unit": "years", "size": 1}}""", "s x out", "no unit")]
    [TestCase(""" "x": {"type": "operator", "nodeType": "filter", "props": {}}""", "s x out", "property 'expr' is missing")]
    [TestCase(""" "x": {"type": "operator", "nodeType": "filter", "props": {"expr": "a > 1"}}""", "s x none", "there is no node 'none'")]
    [TestCase(""" "x": {"type": "operator", "nodeType": "filter", "props": {"expr": "a > 1"}}""", "s out x", "leads nowhere")]
    [TestCase(""" "x": {"type": "operator", "nodeType": "filter", "props": {"expr": "a > 1"}}, "y": {"type": "operator", "nodeType": "filter", "props": {"expr": "a > 1"}}""", "x y x", "round in a circle")]
    public void What_no_statement_says_is_refused_with_its_reason(string operators, string chain, string reason) =>
        Assert.That(() => GraphStatement.Translate(JsonDocument.Parse(Graph($"{Source}, {operators}, {Sink}", chain)).RootElement), Throws.TypeOf<ApiException>().With.Message.Contains(reason));

    [Test]
    public async Task A_graph_runs_and_is_given_back_as_it_came()
    {
        await using var server = await TestServer.StartAsync();
        await server.CreateAsync("""CREATE STREAM demo () WITH (TYPE="memory", DATASOURCE="demo")""");
        var graph = Graph(Source + """, "f": {"type": "operator", "nodeType": "filter", "props": {"expr": "a > 1"}}, """ + Sink, "s f out");

        var (status, text) = await server.SendAsync("POST", "/rules", new JsonObject { ["id"] = "g", ["graph"] = JsonNode.Parse(graph) }.ToJsonString());

        Assert.That(status, Is.EqualTo(HttpStatusCode.Created), text);
        Assert.That((string)(await server.GetJsonAsync("/rules/g/status"))["status"]!, Is.EqualTo("running"));
        Assert.That(JsonNode.DeepEquals((await server.GetJsonAsync("/rules/g"))["graph"], JsonNode.Parse(graph)), Is.True);
    }

    private static string Graph(string nodes, string chain)
    {
        var ids = chain.Split(' ');
        var edges = new JsonObject(ids.Zip(ids.Skip(1)).Select(static edge => KeyValuePair.Create(edge.First, (JsonNode?)new JsonArray(edge.Second))));
        return $$"""{"nodes": { {{nodes}} }, "topo": {"sources": ["s"], "edges": {{edges.ToJsonString()}} } }""";
    }
}
