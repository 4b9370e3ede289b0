using System.Text.Json.Nodes;
using CompiledRules.Server.Access;
using CompiledRules.Server.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace CompiledRules.Server.Endpoints;

/// <summary><c>/openapi</c>: all endpoints, in the form of OpenAPI 3.1.</summary>
internal static class OpenApiEndpoint
{
    public static void MapOpenApi(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/openapi", (EndpointDataSource endpoints) => Reply.Value(Describe(endpoints.Endpoints.OfType<RouteEndpoint>()))).WithSummary("This document");

    private static JsonObject Describe(IEnumerable<RouteEndpoint> endpoints)
    {
        var paths = new JsonObject();
        foreach (var endpoint in endpoints.OrderBy(static endpoint => PathOf(endpoint), StringComparer.Ordinal))
        {
            if (paths[PathOf(endpoint)] is not JsonObject path)
                paths[PathOf(endpoint)] = path = [];
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
                path[method.ToLowerInvariant()] = Operation(endpoint, method);
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "CompiledRules", ["version"] = SystemEndpoints.Version },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = new JsonObject { ["Error"] = Error() },
                ["securitySchemes"] = new JsonObject
                {
                    ["key"] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "X-Api-Key" },
                    ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT" },
                },
            },
            ["security"] = new JsonArray(new JsonObject { ["key"] = new JsonArray() }, new JsonObject { ["token"] = new JsonArray() }),
        };
    }

    private static JsonObject Operation(RouteEndpoint endpoint, string method)
    {
        var path = PathOf(endpoint);
        var scope = RequiredScope.Of(endpoint, method, path);
        var operation = new JsonObject
        {
            ["tags"] = new JsonArray(path.Split('/', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "server"),
            ["summary"] = endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary ?? "",
            ["x-scope"] = scope.ToString().ToLowerInvariant(),
        };
        if (endpoint.RoutePattern.Parameters.Count > 0)
            operation["parameters"] = new JsonArray([.. endpoint.RoutePattern.Parameters.Select(Parameter)]);
        if (method is "POST" or "PUT" or "PATCH" && endpoint.Metadata.GetMetadata<NoBody>() is null)
            operation["requestBody"] = new JsonObject { ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = new JsonObject() } } };
        operation["responses"] = new JsonObject
        {
            ["2XX"] = new JsonObject { ["description"] = "Done" },
            ["4XX"] = new JsonObject
            {
                ["description"] = "Refused",
                ["content"] = new JsonObject { ["text/plain"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/Error" } } },
            },
        };
        return operation;
    }

    private static JsonObject Parameter(RoutePatternParameterPart part) =>
        new() { ["name"] = part.Name, ["in"] = "path", ["required"] = true, ["schema"] = new JsonObject { ["type"] = "string" } };

    private static JsonObject Error() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { ["error"] = new JsonObject { ["type"] = "integer" }, ["message"] = new JsonObject { ["type"] = "string" } },
    };

    private static string PathOf(RouteEndpoint endpoint) => "/" + (endpoint.RoutePattern.RawText ?? "").TrimStart('/');
}

/// <summary>Says that a request has no body; metadata of the endpoint.</summary>
internal sealed record NoBody
{
    public static NoBody Instance { get; } = new();
}
