using System.Text.Json;
using System.Text.Json.Nodes;
using CompiledRules.Server.Connections;
using CompiledRules.Server.Http;
using CompiledRules.Server.Rules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CompiledRules.Server.Endpoints;

/// <summary><c>/connections</c>.</summary>
internal static class ConnectionEndpoints
{
    public static void MapConnections(this IEndpointRouteBuilder routes, ConnectionRegistry connections, RuleRegistry rules)
    {
        routes.MapGet("/connections", (HttpRequest request) =>
        {
            var anonymous = request.Query["forceAll"].ToString() is "true" or "1" ? AnonymousConnections.Of(rules.All) : [];
            return Reply.Value(new JsonArray([.. connections.All, .. anonymous]));
        }).WithSummary("Connections with their status; those of single streams and actions too with forceAll=true");
        routes.MapPost("/connections", async (HttpRequest request) =>
        {
            var (id, type, props) = Read(await RequestBody.ReadObjectAsync(request), null);
            connections.Create(id, type, props);
            return Reply.Created("success");
        }).WithMetadata(new ErrorPrefix("create connection failed")).WithSummary("Create a connection");
        routes.MapGet("/connections/{id}", (string id) => Reply.Value(connections.Get(id))).WithMetadata(new ErrorPrefix("get connection failed")).WithSummary("A connection");
        routes.MapPut("/connections/{id}", async (string id, HttpRequest request) =>
        {
            var (_, type, props) = Read(await RequestBody.ReadObjectAsync(request), id);
            await connections.ReplaceAsync(id, type, props);
            return Reply.Text("success");
        }).WithMetadata(new ErrorPrefix("update connection failed")).WithSummary("Replace a connection that no rule uses");
        routes.MapDelete("/connections/{id}", async (string id) =>
        {
            await connections.DeleteAsync(id);
            return Reply.Text("success");
        }).WithMetadata(new ErrorPrefix("drop connection failed")).WithSummary("Delete a connection that no rule uses");
    }

    private static (string Id, string Type, string Props) Read(JsonElement body, string? id) => (
        Names.Check(id ?? body.RequireText("id")),
        Names.Check(body.RequireText("typ")),
        body.ValueOrNull("props") is { } props
            ? props.ValueKind == JsonValueKind.Object ? props.GetRawText() : throw RequestBody.Mismatch("props", props, "an object")
            : throw new ApiException(ErrorCode.Undefined, "Invalid body: 'props' is missing"));
}
