using System.Text.Json.Nodes;
using CompiledRules.Server.Connections;
using CompiledRules.Server.Definitions;
using CompiledRules.Server.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CompiledRules.Server.Endpoints;

/// <summary>Options under names: <c>/metadata/{kind}/{type}/confKeys/{key}</c>, their lists, and trials of what they lead to.</summary>
internal static class ConfigurationEndpoints
{
    public static void MapConfiguration(this IEndpointRouteBuilder routes, ConfigurationRegistry configuration, ConnectionRegistry connections, Reachability reachability)
    {
        foreach (var kind in ConfigurationKind.All)
        {
            routes.MapGet($"/metadata/{kind.Word}/yaml/{{type}}", (string type) =>
                    Reply.Value(new JsonObject(configuration.Of(kind, type).Select(static entry => KeyValuePair.Create(entry.Key, Secrets.Hide(JsonNode.Parse(entry.Value)))))))
                .WithSummary("The options of a type by name; secrets are masked");
            routes.MapPut($"/metadata/{kind.Word}/{{type}}/confKeys/{{key}}", async (string type, string key, HttpRequest request) =>
            {
                var body = await RequestBody.ReadTextAsync(request);
                await ChangeAsync(kind, connections, () => configuration.Put(kind, type, key, body));
                return Results.Ok();
            }).WithMetadata(new ErrorPrefix("config key error")).WithSummary("Keep options under a name");
            routes.MapDelete($"/metadata/{kind.Word}/{{type}}/confKeys/{{key}}", async (string type, string key) =>
            {
                await ChangeAsync(kind, connections, () => configuration.Remove(kind, type, key));
                return Results.Ok();
            }).WithMetadata(new ErrorPrefix("config key error")).WithSummary("Forget options under a name");
        }

        routes.MapGet("/metadata/resource", () => Reply.Value(Resources(configuration))).WithSummary("Names of options of sinks, by type");
        routes.MapGet("/metadata/resources", () => Reply.Value(Resources(configuration))).WithSummary("Names of options of sinks, by type");
        foreach (var word in new[] { "sources", "sinks", "lookups", "connections" })
        {
            routes.MapPost($"/metadata/{word}/connection/{{type}}", async (string type, HttpRequest request) =>
            {
                var props = await RequestBody.ReadTextAsync(request);
                _ = RequestBody.ParseObject(props, "body");
                await reachability.ProbeAsync(Names.Check(type), props, request.HttpContext.RequestAborted);
                return Results.Ok();
            }).WithSummary("Whether the other side of a connection answers");
        }
    }

    private static async Task ChangeAsync(ConfigurationKind kind, ConnectionRegistry connections, Action change)
    {
        change();
        if (kind == ConfigurationKind.Connections)
            await connections.RefreshAsync();
    }

    private static JsonObject Resources(ConfigurationRegistry configuration) => new(configuration.All(ConfigurationKind.Sinks)
        .GroupBy(static entry => entry.Type)
        .Select(static type => KeyValuePair.Create(type.Key, (JsonNode?)Reply.Array(type.Select(static entry => entry.Key)))));
}
