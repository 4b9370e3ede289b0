using System.Text.Json.Nodes;
using CompiledRules.Server.Rules;

namespace CompiledRules.Server.Endpoints;

/// <summary>The connections of running rules that have no name: one for each stream and action without a <c>connectionSelector</c>.</summary>
internal static class AnonymousConnections
{
    public static IEnumerable<JsonObject> Of(IEnumerable<HostedRule> rules) => rules.SelectMany(static rule => rule.Connections.Select(connection => new JsonObject
    {
        ["id"] = $"{rule.Definition.Id}-{connection.Name}",
        ["typ"] = connection.Type,
        ["props"] = new JsonObject(),
        ["isNamed"] = false,
        ["status"] = connection.IsConnected ? "connected" : "disconnected",
        ["refCount"] = 1,
    }));
}
