using System.Text.Json;
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

/// <summary>Streams, tables and rules as one document, out and in.</summary>
internal static class RulesetEndpoints
{
    private static readonly string[] s_sections =
    [
        "streams", "tables", "rules", "nativePlugins", "portablePlugins", "sourceConfig", "sinkConfig", "connectionConfig", "Service", "Schema", "uploads", "scripts",
    ];

    public static void MapRulesets(this IEndpointRouteBuilder routes, StreamRegistry streams, RuleRegistry rules, UploadFolder uploads)
    {
        routes.MapPost("/ruleset/export", (HttpResponse response) => Attach(response, Export(streams.All, streams, rules.All)));
        routes.MapPost("/ruleset/import", async (HttpRequest request) =>
        {
            var counts = await ImportAsync(await ReadContentAsync(request, uploads), streams, rules, []);
            return Reply.Text($"imported {counts.Streams} streams, {counts.Tables} tables and {counts.Rules} rules");
        });
        routes.MapGet("/data/export", (HttpResponse response) => Attach(response, WithAllSections(Export(streams.All, streams, rules.All))));
        routes.MapPost("/data/export", async (HttpRequest request) => Attach(request.HttpContext.Response, WithAllSections(ExportUsed(streams, Named(rules, await RequestBody.ReadTextAsync(request))))));
        routes.MapPost("/data/import", async (HttpRequest request) =>
        {
            var content = await ReadContentAsync(request, uploads);
            if (request.Query["partial"].ToString() is not ("1" or "true"))
                await ClearAsync(streams, rules);

            var errors = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
            await ImportAsync(content, streams, rules, errors);
            return errors.Count == 0
                ? Reply.Value(new JsonObject { ["ErrorMsg"] = "", ["ConfigResponse"] = Errors(errors) })
                : throw new ApiException(ErrorCode.Undefined, Errors(errors).ToJsonString(Reply.Json));
        });
    }

    private static JsonObject ExportUsed(StreamRegistry streams, List<HostedRule> rules) =>
        Export(streams.All.Where(stream => rules.Exists(rule => rule.Definition.Streams.Contains(stream.Name))), streams, rules);

    private static JsonObject Export(IEnumerable<StreamSymbol> exported, StreamRegistry streams, IEnumerable<HostedRule> rules)
    {
        var statements = streams.Statements;
        var json = new JsonObject { ["streams"] = new JsonObject(), ["tables"] = new JsonObject(), ["rules"] = new JsonObject() };
        foreach (var stream in exported.Where(stream => statements.ContainsKey(stream.Name)))
            json[StreamRegistry.IsOf(stream, DefinitionKind.Table) ? "tables" : "streams"]![stream.Name] = statements[stream.Name];
        foreach (var rule in rules)
            json["rules"]![rule.Definition.Id] = rule.Definition.Json;
        return json;
    }

    private static async Task<(int Streams, int Tables, int Rules)> ImportAsync(
        JsonElement content, StreamRegistry streams, RuleRegistry rules, Dictionary<string, JsonObject> errors)
    {
        var imported = new Dictionary<string, int> { ["streams"] = 0, ["tables"] = 0, ["rules"] = 0 };
        await TakeAsync("streams", (name, sql) => Task.Run(() => Define(streams, DefinitionKind.Stream, name, sql)));
        await TakeAsync("tables", (name, sql) => Task.Run(() => Define(streams, DefinitionKind.Table, name, sql)));
        await TakeAsync("rules", (id, json) => ImportRuleAsync(rules, id, json));
        return (imported["streams"], imported["tables"], imported["rules"]);

        async Task TakeAsync(string section, Func<string, string, Task> take)
        {
            if (content.ValueOrNull(section) is not { ValueKind: JsonValueKind.Object } entries)
                return;

            foreach (var entry in entries.EnumerateObject())
            {
                try
                {
                    await take(entry.Name, entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString()! : entry.Value.GetRawText());
                    imported[section]++;
                }
#pragma warning disable CA1031 // What is wrong with one entry is told; the next one is imported.
                catch (Exception error)
#pragma warning restore CA1031
                {
                    if (!errors.TryGetValue(section, out var ofSection))
                        errors[section] = ofSection = [];
                    ofSection[entry.Name] = error.Message;
                }
            }
        }
    }

    private static void Define(StreamRegistry streams, DefinitionKind kind, string name, string sql)
    {
        if (streams.Find(name) is { } existing && StreamRegistry.IsOf(existing, kind))
            streams.Drop(kind, name);
        streams.Create(kind, sql);
    }

    private static async Task ImportRuleAsync(RuleRegistry rules, string id, string json)
    {
        if (rules.All.Any(rule => rule.Definition.Id == id))
            await rules.DeleteAsync(id);
        await rules.ReplaceAsync(id, json);
    }

    private static async Task ClearAsync(StreamRegistry streams, RuleRegistry rules)
    {
        foreach (var rule in rules.All)
            await rules.DeleteAsync(rule.Definition.Id);
        foreach (var stream in streams.All)
            streams.Drop(StreamRegistry.IsOf(stream, DefinitionKind.Table) ? DefinitionKind.Table : DefinitionKind.Stream, stream.Name);
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

    private static async Task<JsonElement> ReadContentAsync(HttpRequest request, UploadFolder uploads)
    {
        var body = await RequestBody.ReadObjectAsync(request);
        var content = body.TextOrNull("content") ?? (body.TextOrNull("file") is { } file ? await uploads.ReadAsync(file, request.HttpContext.RequestAborted) : null);
        return RequestBody.ParseObject(content ?? throw new ApiException(ErrorCode.Undefined, "Invalid body: 'content' or 'file' is missing"), "content");
    }

    private static JsonObject WithAllSections(JsonObject export)
    {
        foreach (var section in s_sections.Where(section => !export.ContainsKey(section)))
            export[section] = new JsonObject();
        return export;
    }

    private static JsonObject Errors(Dictionary<string, JsonObject> errors) =>
        new(s_sections.Select(section => KeyValuePair.Create(section, (JsonNode?)(errors.GetValueOrDefault(section) ?? []))));

    private static IResult Attach(HttpResponse response, JsonObject json)
    {
        response.Headers.ContentDisposition = "attachment; filename=ruleset.json";
        return Reply.Value(json);
    }
}
