using System.Text.Json;
using CompiledRules.Server.Http;

namespace CompiledRules.Server.Graphs;

/// <summary>A step of a rule that is written as a graph.</summary>
/// <param name="Kind"><c>source</c>, <c>operator</c> or <c>sink</c>.</param>
/// <param name="Type">The connector's or the operator's name.</param>
internal sealed record GraphNode(string Id, string Kind, string Type, JsonElement Props)
{
    public static GraphNode Read(string id, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw RequestBody.Mismatch(id, json, "an object");

        var props = json.ValueOrNull("props");
        return props is { ValueKind: not JsonValueKind.Object } other
            ? throw RequestBody.Mismatch("props", other, "an object")
            : new GraphNode(id, json.RequireText("type"), json.RequireText("nodeType").ToLowerInvariant(), props ?? JsonElement.Parse("{}"));
    }

    /// <summary>A text of the properties.</summary>
    /// <exception cref="ApiException">It is missing, empty or no text.</exception>
    public string Require(string name) => Props.TextOrNull(name) is { Length: > 0 } text ? text : throw Error($"property '{name}' is missing");

    public ApiException Error(string problem) => new(ErrorCode.Rule, $"graph node {Id} ({Type}): {problem}");
}
