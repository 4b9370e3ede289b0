using System.Text.Json;
using CompiledRules.Server.Http;

namespace CompiledRules.Server.Graphs;

/// <summary>Reads a rule that is written as a graph, and orders its steps from the sources to the sinks.</summary>
internal sealed class GraphReader
{
    private readonly Dictionary<string, GraphNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _inputs = new(StringComparer.Ordinal);

    /// <param name="graph"><c>{"nodes": {…}, "topo": {"sources": […], "edges": {…}}}</c>.</param>
    /// <returns>Every step after all that lead to it.</returns>
    /// <exception cref="ApiException">A part is missing, an edge leads nowhere, or edges lead round in a circle.</exception>
    public static IReadOnlyList<GraphNode> Read(JsonElement graph)
    {
        var reader = new GraphReader();
        foreach (var node in Object(graph, "nodes").EnumerateObject())
            reader._nodes[node.Name] = GraphNode.Read(node.Name, node.Value);
        var topology = Object(graph, "topo");
        foreach (var edge in Object(topology, "edges").EnumerateObject())
            reader.Connect(edge.Name, edge.Value);
        foreach (var source in topology.Texts("sources"))
            reader.Check(source);
        return reader.Order();
    }

    private static JsonElement Object(JsonElement json, string name) => json.ValueOrNull(name) switch
    {
        { ValueKind: JsonValueKind.Object } found => found,
        null => throw new ApiException(ErrorCode.Rule, $"graph: '{name}' is missing"),
        { } other => throw RequestBody.Mismatch(name, other, "an object"),
    };

    private void Connect(string from, JsonElement targets)
    {
        Check(from);
        if (targets.ValueKind != JsonValueKind.Array)
            throw RequestBody.Mismatch(from, targets, "an array of ids");
        foreach (var target in targets.EnumerateArray())
        {
            var to = target.ValueKind == JsonValueKind.String ? target.GetString()! : throw new ApiException(ErrorCode.Rule, $"graph node {from}: its edges are no list of ids");
            Check(to);
            if (!_inputs.TryGetValue(to, out var inputs))
                _inputs[to] = inputs = [];
            inputs.Add(from);
        }
    }

    private void Check(string id)
    {
        if (!_nodes.ContainsKey(id))
            throw new ApiException(ErrorCode.Rule, $"graph: there is no node '{id}'");
    }

    private List<GraphNode> Order()
    {
        var ordered = new List<GraphNode>();
        var done = new HashSet<string>(StringComparer.Ordinal);
        while (ordered.Count < _nodes.Count)
        {
            var ready = _nodes.Values.Where(node => !done.Contains(node.Id) && _inputs.GetValueOrDefault(node.Id, []).All(done.Contains)).ToList();
            if (ready.Count == 0)
                throw new ApiException(ErrorCode.Rule, $"graph: edges lead round in a circle at {string.Join(", ", _nodes.Keys.Where(id => !done.Contains(id)))}");
            foreach (var node in ready)
            {
                ordered.Add(node);
                done.Add(node.Id);
            }
        }

        ordered.ForEach(Check);
        return ordered;
    }

    private void Check(GraphNode node)
    {
        var inputs = _inputs.GetValueOrDefault(node.Id, []);
        var outputs = _inputs.Count(entry => entry.Value.Contains(node.Id));
        if (node.Kind == "source" ? inputs.Count > 0 : inputs.Count == 0)
            throw node.Error(node.Kind == "source" ? "a source has no input" : "nothing leads to it");
        if (inputs.Count > 1 && node.Type != "join" && node.Kind != "sink")
            throw node.Error($"it has {inputs.Count} inputs; only join takes more than one");
        if (node.Kind == "operator" && outputs > 1 && _inputs.Where(entry => entry.Value.Contains(node.Id)).Any(entry => _nodes[entry.Key].Kind != "sink"))
            throw node.Error("it leads to several operators; write one rule for each");
        if (node.Kind == "sink" && outputs > 0)
            throw node.Error("a sink leads nowhere");
    }
}
