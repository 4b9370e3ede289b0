using System.Text.Json;
using System.Text.Json.Nodes;
using CompiledRules.Server.Http;
using CompiledRules.Server.Rules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CompiledRules.Server.Endpoints;

/// <summary>Tags of rules, and what is done to all rules that have them.</summary>
internal static class RuleTagEndpoints
{
    public static void MapRuleTags(this IEndpointRouteBuilder routes, RuleRegistry rules)
    {
        MapChange(routes, rules, "PUT", static (_, given) => given);
        MapChange(routes, rules, "PATCH", static (tags, given) => tags.Union(given));
        MapChange(routes, rules, "DELETE", static (tags, given) => tags.Except(given));

        routes.MapGet("/rules/tags/match", async (HttpRequest request) =>
            Reply.Value(new JsonObject { ["rules"] = Reply.Array(Matching(rules, await ReadTagsAsync(request)).Select(static rule => rule.Definition.Id)) }));
        routes.MapPost("/rules/bulkstart", (HttpRequest request) => ChangeAllAsync(rules, request, rules.StartAsync));
        routes.MapPost("/rules/bulkstop", (HttpRequest request) => ChangeAllAsync(rules, request, rules.StopAsync));
    }

    private static void MapChange(IEndpointRouteBuilder routes, RuleRegistry rules, string method, Func<IEnumerable<string>, IEnumerable<string>, IEnumerable<string>> change) =>
        routes.MapMethods("/rules/{id}/tags", [method], async (string id, HttpRequest request) =>
        {
            var given = await ReadTagsAsync(request);
            rules.Describe(id, rule => rule.WithTags([.. change(rule.Tags, given).Distinct(StringComparer.Ordinal)]));
            return Results.Ok();
        });

    // Documentation of the API says keys, its clients say tags.
    private static async Task<IReadOnlyList<string>> ReadTagsAsync(HttpRequest request)
    {
        var body = await RequestBody.ReadObjectAsync(request);
        return body.TryGetProperty("keys", out JsonElement _) ? body.Texts("keys") : body.Texts("tags");
    }

    private static IEnumerable<HostedRule> Matching(RuleRegistry rules, IReadOnlyList<string> tags) =>
        rules.All.Where(rule => tags.All(rule.Definition.Tags.Contains));

    private static async Task<IResult> ChangeAllAsync(RuleRegistry rules, HttpRequest request, Func<string, Task> change)
    {
        var outcomes = await Task.WhenAll(Matching(rules, await ReadTagsAsync(request)).Select(rule => TryAsync(rule.Definition.Id, change)));
        return Reply.Value(new JsonArray([.. outcomes]));
    }

    private static async Task<JsonNode> TryAsync(string id, Func<string, Task> change)
    {
        try
        {
            await change(id);
            return new JsonObject { ["ruleId"] = id, ["success"] = true };
        }
#pragma warning disable CA1031 // One rule's failure is told beside the others' success.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return new JsonObject { ["ruleId"] = id, ["success"] = false, ["error"] = error.Message };
        }
    }
}
