using System.Text.Json;
using System.Text.Json.Nodes;
using CompiledRules.Server.Access;
using CompiledRules.Server.Definitions;
using CompiledRules.Server.Http;
using CompiledRules.Server.Rules;
using CompiledRules.Server.Transfer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CompiledRules.Server.Endpoints;

/// <summary>What the server has been told as one document, out and in. Secrets are masked unless <c>?secrets=include</c> asks for them.</summary>
internal static class RulesetEndpoints
{
    public static void MapRulesets(this IEndpointRouteBuilder routes, DataExport export, DataImport import, RuleRegistry rules, UploadFolder uploads, Action<int> stop)
    {
        MapExports(routes, export, rules);
        MapImports(routes, import, uploads, stop);
    }

    public static void MapImportTasks(this IEndpointRouteBuilder routes, ImportTasks tasks, DataImport import, UploadFolder uploads, Action<int> stop)
    {
        routes.MapPost("/async/data/import", async (HttpRequest request) =>
        {
            var content = await ReadContentAsync(request, uploads);
            var (isPartial, stops) = (IsSet(request, "partial"), IsSet(request, "stop"));
            var id = tasks.Start(async cancellation =>
            {
                var errors = await import.ImportAsync(content, isPartial, cancellation);
                if (stops && errors.IsEmpty)
                    stop(ExitForRestart);
                return errors;
            });
            return Reply.Value(new JsonObject { ["id"] = id });
        }).WithMetadata(RequiredScope.Admin).WithSummary("Import all sections behind the request");
        routes.MapGet("/async/task/{id}", (string id) => Reply.Value(tasks.Describe(id))).WithMetadata(RequiredScope.Admin).WithSummary("How an import stands");
        routes.MapPost("/async/task/{id}/cancel", (string id) =>
        {
            tasks.Cancel(id);
            return Reply.Text("cancel success");
        }).WithMetadata(RequiredScope.Admin, NoBody.Instance).WithSummary("End an import");
    }

    private const int ExitForRestart = 100;

    private static void MapExports(IEndpointRouteBuilder routes, DataExport export, RuleRegistry rules)
    {
        routes.MapPost("/ruleset/export", (HttpRequest request) => Attach(request, "ruleset.json", export.Ruleset(HasSecrets(request))))
            .WithMetadata(RequiredScope.Admin, NoBody.Instance).WithSummary("Export streams, tables and rules");
        routes.MapGet("/data/export", (HttpRequest request) => Attach(request, "data.json", export.All(HasSecrets(request))))
            .WithMetadata(RequiredScope.Admin).WithSummary("Export all sections");
        routes.MapPost("/data/export", async (HttpRequest request) => Attach(request, "data.json", export.Of(Named(rules, await RequestBody.ReadTextAsync(request)), HasSecrets(request))))
            .WithMetadata(RequiredScope.Admin).WithSummary("Export what some rules need");
        routes.MapGet("/v2/data/export", (HttpRequest request) =>
        {
            request.HttpContext.Response.Headers.ContentDisposition = "attachment; filename=data.yaml";
            return Results.Text(DataYaml.Write(export.All(HasSecrets(request))), "application/yaml");
        }).WithMetadata(RequiredScope.Admin).WithSummary("Export all sections as YAML");
    }

    private static void MapImports(IEndpointRouteBuilder routes, DataImport import, UploadFolder uploads, Action<int> stop)
    {
        routes.MapPost("/ruleset/import", async (HttpRequest request) =>
        {
            var counts = await import.ImportRulesetAsync(await ReadContentAsync(request, uploads), request.HttpContext.RequestAborted);
            return Reply.Text($"imported {counts.Streams} streams, {counts.Tables} tables and {counts.Rules} rules");
        }).WithMetadata(RequiredScope.Admin).WithSummary("Import streams, tables and rules");
        routes.MapPost("/data/import", async (HttpRequest request) =>
        {
            var errors = await import.ImportAsync(await ReadContentAsync(request, uploads), IsSet(request, "partial"), CancellationToken.None);
            if (!errors.IsEmpty)
                throw new ApiException(ErrorCode.Undefined, errors.ToJson().ToJsonString(Reply.Json));
            StopAfterReply(request, IsSet(request, "stop"), stop);
            return Reply.Value(new JsonObject { ["ErrorMsg"] = "", ["ConfigResponse"] = errors.ToJson() });
        }).WithMetadata(RequiredScope.Admin).WithSummary("Import all sections, in the place of what is there or, with partial=1, beside it");
        routes.MapGet("/data/import/status", () => Reply.Value(import.LastErrors)).WithMetadata(RequiredScope.Admin).WithSummary("What has failed of the last import");
        routes.MapPost("/v2/data/import", async (HttpRequest request) =>
        {
            var body = await RequestBody.ReadObjectAsync(request);
            var content = DataYaml.Read(await ReadTextAsync(body, uploads, request.HttpContext.RequestAborted));
            var errors = await import.ImportAsync(content, body.Flag("partial", false), CancellationToken.None);
            if (!errors.IsEmpty)
                throw new ApiException(ErrorCode.Undefined, errors.ToJson().ToJsonString(Reply.Json));
            StopAfterReply(request, body.Flag("reboot", false), stop);
            return Reply.Text("success");
        }).WithMetadata(RequiredScope.Admin).WithSummary("Import all sections from YAML");
    }

    private static bool HasSecrets(HttpRequest request) => request.Query["secrets"].ToString() == "include";

    private static bool IsSet(HttpRequest request, string name) => request.Query[name].ToString() is "1" or "true";

    private static void StopAfterReply(HttpRequest request, bool stops, Action<int> stop)
    {
        if (stops)
            request.HttpContext.Response.OnCompleted(() =>
            {
                stop(ExitForRestart);
                return Task.CompletedTask;
            });
    }

    private static List<HostedRule> Named(RuleRegistry rules, string body)
    {
        try
        {
            return (JsonSerializer.Deserialize<string[]>(body) ?? []).Select(rules.Get).ToList();
        }
        catch (JsonException error)
        {
            throw new ApiException(ErrorCode.Undefined, $"Invalid body: expected an array of rule ids: {error.Message}");
        }
    }

    private static async Task<JsonObject> ReadContentAsync(HttpRequest request, UploadFolder uploads)
    {
        var text = await ReadTextAsync(await RequestBody.ReadObjectAsync(request), uploads, request.HttpContext.RequestAborted);
        _ = RequestBody.ParseObject(text, "content");
        return JsonNode.Parse(text)!.AsObject();
    }

    private static async Task<string> ReadTextAsync(JsonElement body, UploadFolder uploads, CancellationToken cancellation) =>
        body.TextOrNull("content") ?? (body.TextOrNull("file") is { } file ? await uploads.ReadAsync(file, cancellation) : null)
        ?? throw new ApiException(ErrorCode.Undefined, "Invalid body: 'content' or 'file' is missing");

    private static IResult Attach(HttpRequest request, string name, JsonObject json)
    {
        request.HttpContext.Response.Headers.ContentDisposition = $"attachment; filename={name}";
        return Reply.Value(json);
    }
}
