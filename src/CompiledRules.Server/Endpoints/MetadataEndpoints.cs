using System.Text.Json.Nodes;
using CompiledRules.Connectors;
using CompiledRules.Server.Http;
using CompiledRules.Server.Rules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CompiledRules.Server.Endpoints;

/// <summary>What rules may name: connectors and functions.</summary>
internal static class MetadataEndpoints
{
    public static void MapMetadata(this IEndpointRouteBuilder routes, ConnectorRegistry connectors, RulePlanner planner)
    {
        routes.MapGet("/metadata/sources", (HttpRequest request) => List(request.Query["kind"] == "lookup" ? connectors.LookupNames : connectors.SourceNames));
        routes.MapGet("/metadata/sinks", () => List(connectors.SinkNames));
        routes.MapGet("/metadata/functions", () => Reply.Value(new JsonArray([.. planner.Functions.Functions
            .OrderBy(static function => function.Name, StringComparer.Ordinal)
            .Select(static function => new JsonObject { ["name"] = function.Name, ["kind"] = function.Kind.ToString().ToLowerInvariant(), ["builtIn"] = function.IsBuiltIn })])));
    }

    private static IResult List(IEnumerable<string> names) =>
        Reply.Value(new JsonArray([.. names.Select(static name => new JsonObject { ["name"] = name, ["about"] = new JsonObject(), ["type"] = "internal" })]));
}
