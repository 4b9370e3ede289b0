using System.Text.Json;
using System.Text.Json.Nodes;
using CompiledRules.Compiler;
using CompiledRules.Server.Http;
using CompiledRules.Server.Observation;
using CompiledRules.Server.Rules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CompiledRules.Server.Endpoints;

/// <summary><c>/rules</c>.</summary>
internal static class RuleEndpoints
{
    public static void MapRules(this IEndpointRouteBuilder routes, RuleRegistry rules, RulePlanner planner, CpuUse use)
    {
        MapDefinitions(routes, rules, planner);
        MapLife(routes, rules);
        MapInsight(routes, rules, planner, use);
    }

    private static void MapDefinitions(IEndpointRouteBuilder routes, RuleRegistry rules, RulePlanner planner)
    {
        routes.MapGet("/rules", () => Reply.Value(new JsonArray([.. rules.All.Select(RuleJson.Entry)])));
        routes.MapPost("/rules", async (HttpRequest request) =>
        {
            var rule = await rules.CreateAsync(await RequestBody.ReadTextAsync(request));
            return Reply.Created($"Rule {rule.Id} was created successfully.");
        });
        routes.MapPost("/rules/validate", async (HttpRequest request) => Validate(planner, await RequestBody.ReadTextAsync(request)));
        routes.MapGet("/rules/{id}", (string id) => Reply.Raw(Secrets.Hide(rules.Get(id).Definition.Json))).WithMetadata(new ErrorPrefix("describe rule error"));
        routes.MapPut("/rules/{id}", async (string id, HttpRequest request) =>
        {
            await rules.ReplaceAsync(id, await RequestBody.ReadTextAsync(request));
            return Reply.Text($"Rule {id} was updated successfully.");
        }).WithMetadata(new ErrorPrefix("update rule error"));
        routes.MapDelete("/rules/{id}", async (string id) =>
        {
            await rules.DeleteAsync(id);
            return Reply.Text($"Rule {id} is dropped.");
        }).WithMetadata(new ErrorPrefix("delete rule error"));
    }

    private static void MapLife(IEndpointRouteBuilder routes, RuleRegistry rules)
    {
        routes.MapPost("/rules/{id}/start", async (string id) =>
        {
            await rules.StartAsync(id);
            return Reply.Text($"Rule {id} was started");
        }).WithMetadata(new ErrorPrefix("start rule error"));
        routes.MapPost("/rules/{id}/stop", async (string id) =>
        {
            await rules.StopAsync(id);
            return Reply.Text($"Rule {id} was stopped.");
        }).WithMetadata(new ErrorPrefix("stop rule error"));
        routes.MapPost("/rules/{id}/restart", async (string id) =>
        {
            await rules.RestartAsync(id);
            return Reply.Text($"Rule {id} was restarted");
        }).WithMetadata(new ErrorPrefix("restart rule error"));
    }

    private static void MapInsight(IEndpointRouteBuilder routes, RuleRegistry rules, RulePlanner planner, CpuUse use)
    {
        routes.MapGet("/rules/{id}/status", (string id) => Reply.Value(RuleJson.Status(rules.Get(id)))).WithMetadata(new ErrorPrefix("get rule status error"));
        routes.MapGet("/v2/rules/{id}/status", (string id) => Reply.Value(RuleJson.Status(rules.Get(id)))).WithMetadata(new ErrorPrefix("get rule status error"));
        routes.MapGet("/rules/status/all", () => Reply.Value(RuleJson.AllStatus(rules.All)));
        routes.MapGet("/rules/{id}/topo", (string id) => Reply.Value(RuleTopology.Of(planner.Plan(rules.Get(id).Definition)).ToJson()))
            .WithMetadata(new ErrorPrefix("get rule topo error"));
        routes.MapGet("/rules/{id}/explain", (string id) => Reply.Text(PlanText.Print(planner.Plan(rules.Get(id).Definition).Plan)))
            .WithMetadata(new ErrorPrefix("explain rule error"));
        routes.MapGet("/rules/{id}/schema", (string id) => Reply.Value(RuleJson.Schema(planner.Plan(rules.Get(id).Definition))))
            .WithMetadata(new ErrorPrefix("get rule schema error"));
        routes.MapGet("/rules/usage/cpu", () => use.Describe() is { } usage ? Reply.Value(usage) : Reply.Text("cpu usage not ready")).WithSummary("Milliseconds that each rule has worked in the last half minute");
        routes.MapGet("/rules/{id}/update", (string id) => Reply.Value(rules.Get(id).LastUpdate ?? throw ApiException.NotFound($"Rule {id} was not updated since it was started.")))
            .WithMetadata(new ErrorPrefix("get rule update error")).WithSummary("What became of the state of each step with the last update: kept, migrated, dropped or new");
        routes.MapPut("/rules/{id}/reset_state", async (string id, HttpRequest request) =>
        {
            var rule = rules.Get(id);
            await rule.ResetAsync(StreamToReset(await RequestBody.ReadObjectAsync(request)));
            return Reply.Text("success");
        }).WithMetadata(new ErrorPrefix("reset rule state error")).WithSummary("Begin anew with a source that can go back");
    }

    // Where else a source could go is known to the source only.
    private static string StreamToReset(JsonElement body)
    {
        if (body.ValueOrNull("type") is not { ValueKind: JsonValueKind.Number } type || !type.TryGetInt32(out var number) || number != 1)
            throw new ApiException(ErrorCode.Rule, "Invalid body: 'type' is not 1, the only kind of reset");
        if (body.ValueOrNull("params") is not { ValueKind: JsonValueKind.Object } parameters)
            throw new ApiException(ErrorCode.Rule, "Invalid body: 'params' is missing");
        if (parameters.ValueOrNull("input") is { } input && (input.ValueKind != JsonValueKind.Object || input.GetPropertyCount() > 0))
            throw new ApiException(ErrorCode.Rule, "Invalid body: 'input' is not empty; a source can be sent back to its beginning, by {}, and to no other place");
        return parameters.RequireText("streamName");
    }

    private static IResult Validate(RulePlanner planner, string json)
    {
        try
        {
            var rule = planner.Read(json, RuleJson.IdOr(json, "validated"));
            _ = planner.Check(rule);
            return Reply.Value(new JsonObject { ["sources"] = Reply.Array(rule.Streams.Order(StringComparer.Ordinal)), ["valid"] = true });
        }
        catch (Exception error) when (error is ApiException or OptionException or RuleCompilationException)
        {
            return Reply.Text(Secrets.HideInText(error.Message), StatusCodes.Status422UnprocessableEntity);
        }
    }
}
