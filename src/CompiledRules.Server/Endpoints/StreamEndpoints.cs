using System.Text.Json.Nodes;
using CompiledRules.Server.Definitions;
using CompiledRules.Server.Http;
using CompiledRules.Server.Rules;
using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Syntax;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CompiledRules.Server.Endpoints;

/// <summary><c>/streams</c> and <c>/tables</c>.</summary>
internal static class StreamEndpoints
{
    public static void MapStreams(this IEndpointRouteBuilder routes, StreamRegistry streams, RuleRegistry rules)
    {
        Map(routes, DefinitionKind.Stream, streams, rules);
        Map(routes, DefinitionKind.Table, streams, rules);
    }

    private static void Map(IEndpointRouteBuilder routes, DefinitionKind kind, StreamRegistry streams, RuleRegistry rules)
    {
        var word = StreamRegistry.Word(kind);
        var title = kind == DefinitionKind.Table ? "Table" : "Stream";
        routes.MapGet($"/{word}s", (HttpRequest request) => Reply.Value(Reply.Array(Of(streams, kind, request.Query["kind"]).Select(static stream => stream.Name))));
        routes.MapGet($"/{word}details", (HttpRequest request) => Reply.Value(new JsonArray([.. Of(streams, kind, request.Query["kind"]).Select(StreamJson.Detail)])));
        routes.MapPost($"/{word}s", async (HttpRequest request) => Reply.Created(streams.Create(kind, (await RequestBody.ReadObjectAsync(request)).RequireText("sql"))))
            .WithMetadata(new ErrorPrefix($"{title} command error"));
        routes.MapGet($"/{word}s/{{name}}", (string name) => Reply.Value(StreamJson.Describe(streams.Get(kind, name)))).WithMetadata(new ErrorPrefix($"describe {word} error"));
        routes.MapGet($"/{word}s/{{name}}/schema", (string name) => Reply.Value(StreamJson.Schema(streams.Get(kind, name).Columns)))
            .WithMetadata(new ErrorPrefix($"get {word} schema error"));
        routes.MapPut($"/{word}s/{{name}}", async (string name, HttpRequest request) =>
                Reply.Text(streams.Replace(kind, name, (await RequestBody.ReadObjectAsync(request)).RequireText("sql"))))
            .WithMetadata(new ErrorPrefix($"{title} command error"));
        routes.MapDelete($"/{word}s/{{name}}", (string name, HttpRequest request) => Drop(kind, name, IsSet(request, "force"), streams, rules))
            .WithMetadata(new ErrorPrefix($"delete {word} error"));
    }

    private static IResult Drop(DefinitionKind kind, string name, bool isForced, StreamRegistry streams, RuleRegistry rules)
    {
        _ = streams.Get(kind, name);
        if (!isForced && rules.All.Any(rule => rule.Definition.Streams.Contains(name)))
            throw new ApiException(ErrorCode.Stream, $"{StreamRegistry.Word(kind)} {name} has been referenced by other rules");
        return Reply.Text(streams.Drop(kind, name));
    }

    private static IEnumerable<StreamSymbol> Of(StreamRegistry streams, DefinitionKind kind, string? tableKind) => streams.All.Where(stream =>
        StreamRegistry.IsOf(stream, kind)
        && (string.IsNullOrEmpty(tableKind) || stream.Kind == StreamKind.LookupTable == string.Equals(tableKind, "lookup", StringComparison.OrdinalIgnoreCase)));

    private static bool IsSet(HttpRequest request, string name) => request.Query[name].ToString() is "true" or "1";
}
