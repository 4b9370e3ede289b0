using System.Text.Json.Nodes;
using CompiledRules.Connectors;
using CompiledRules.Server.Definitions;
using CompiledRules.Server.Http;
using CompiledRules.Server.Metadata;
using CompiledRules.Server.Rules;
using CompiledRules.Server.Trials;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CompiledRules.Server.Endpoints;

/// <summary>What rules may name: connectors, functions and the operators of SQL.</summary>
internal static class MetadataEndpoints
{
    private static readonly string[] s_connections = ["mqtt", "httppush", "websocket", "sql", "kafka", "redis"];

    private static readonly string[] s_operators = ["function", "aggfunc", "filter", "pick", "window", "join", "groupby", "orderby", "switch"];

    public static void MapMetadata(this IEndpointRouteBuilder routes, ConnectorRegistry connectors, RulePlanner planner, ConfigurationRegistry configuration)
    {
        routes.MapGet("/metadata/sources", (HttpRequest request) => List(request.Query["kind"] == "lookup" ? connectors.LookupNames : connectors.SourceNames)).WithSummary("Sources, or lookups with kind=lookup");
        routes.MapGet("/metadata/sinks", () => List(connectors.SinkNames.Where(static name => name != TrialSink.Type))).WithSummary("Sinks");
        routes.MapGet("/metadata/connections", () => List(s_connections)).WithSummary("Types of connections");
        routes.MapGet("/metadata/operators", () => Reply.Value(new JsonArray([.. s_operators.Select(static name => new JsonObject { ["name"] = name, ["about"] = About() })]))).WithSummary("Operators of graphs");
        routes.MapGet("/metadata/functions", () => Reply.Value(new JsonArray([.. planner.Functions.Functions
            .OrderBy(static function => function.Name, StringComparer.Ordinal)
            .Select(static function => new JsonObject { ["name"] = function.Name, ["kind"] = function.Kind.ToString().ToLowerInvariant(), ["builtIn"] = function.IsBuiltIn })]))).WithSummary("Functions");
        MapOne(routes, ConfigurationKind.Sources, name => connectors.SourceNames.Concat(connectors.LookupNames).Contains(name, StringComparer.OrdinalIgnoreCase), name => SourceProperties(name, configuration));
        MapOne(routes, ConfigurationKind.Sinks, name => connectors.SinkNames.Contains(name, StringComparer.OrdinalIgnoreCase), static name => Fields(ConnectorProperties.OfSink(name)));
        MapOne(routes, ConfigurationKind.Connections, static name => s_connections.Contains(name), static name => Fields(ConnectorProperties.OfConnection(name)));
    }

    private static void MapOne(IEndpointRouteBuilder routes, ConfigurationKind kind, Func<string, bool> isKnown, Func<string, JsonNode> properties) =>
        routes.MapGet($"/metadata/{kind.Word}/{{type}}", (string type) => isKnown(type)
                ? Reply.Value(new JsonObject
                {
                    ["about"] = About(),
                    ["libs"] = new JsonArray(),
                    ["properties"] = properties(type),
                    ["node"] = new JsonObject { ["category"] = kind.Word.TrimEnd('s'), ["label"] = new JsonObject { ["en"] = type, ["zh"] = type } },
                    ["type"] = "internal",
                })
                : throw ApiException.NotFound($"{kind.Word.TrimEnd('s')} {type} is not found"))
            .WithMetadata(new ErrorPrefix("metadata error")).WithSummary("What can be told to one");

    // Each name of options has the fields with its own values.
    private static JsonObject SourceProperties(string type, ConfigurationRegistry configuration)
    {
        var properties = new JsonObject { ["default"] = Fields(ConnectorProperties.OfSource(type)) };
        foreach (var (key, json) in configuration.Of(ConfigurationKind.Sources, type))
        {
            var values = Secrets.Hide(JsonNode.Parse(json))!.AsObject();
            var fields = Fields(ConnectorProperties.OfSource(type));
            foreach (var field in fields.Select(static field => field!.AsObject()))
            {
                if (values[(string)field["name"]!] is { } value)
                    field["default"] = value.DeepClone();
            }

            properties[key] = fields;
        }

        return properties;
    }

    private static JsonArray Fields(IEnumerable<ConnectorProperty> properties) => new([.. properties.Select(static property => property.ToJson())]);

    private static IResult List(IEnumerable<string> names) =>
        Reply.Value(new JsonArray([.. names.Select(static name => new JsonObject { ["name"] = name, ["about"] = About(), ["type"] = "internal" })]));

    private static JsonObject About() => new() { ["trial"] = false, ["installed"] = true };
}
