using System.Collections.Immutable;
using System.Text.Json;
using CompiledRules.Hosting;
using CompiledRules.Server.Graphs;
using CompiledRules.Server.Http;

namespace CompiledRules.Server.Rules;

/// <summary>Reads the JSON of a rule.</summary>
internal static class RuleDefinitionReader
{
    /// <param name="id">The id of the path, which goes before that of the body; null where the path has none.</param>
    /// <param name="zone">That of a rule that names none.</param>
    /// <exception cref="ApiException">The text is no rule.</exception>
    /// <exception cref="OptionException">An option has a value that cannot be used.</exception>
    public static RuleDefinition Read(string text, string? id, TimeZoneInfo zone)
    {
        var json = RequestBody.ParseObject(text, "rule");
        id = Names.Check(id ?? json.TextOrNull("id") ?? throw Refuse("rule id is missing"));
        var (sql, actions) = StatementOf(id, json);

        var options = new ConnectorOptions($"rule {id}", OptionsOf(json));
        return new RuleDefinition(id, text, sql, SinksOf(id, actions))
        {
            Name = json.TextOrNull("name") ?? "",
            Version = json.TextOrNull("version") ?? "",
            Tags = [.. json.Texts("tags")],
            IsTriggered = json.Flag("triggered", true),
            IsTemporary = json.Flag("temp", false),
            Options = RuleOptionsReader.ReadSql(options, json.Flag("temp", false)),
            Run = RuleOptionsReader.ReadRun(options, zone),
            Schedule = RuleOptionsReader.ReadSchedule(options),
            Restart = RuleOptionsReader.ReadRestart(options),
        };
    }

    private static IEnumerable<KeyValuePair<string, SqlValue>> OptionsOf(JsonElement json) => json.ValueOrNull("options") switch
    {
        null => [],
        { ValueKind: JsonValueKind.Object } options => RuleOptionsReader.Check(ToObject(options)),
        { } other => throw RequestBody.Mismatch("options", other, "an object"),
    };

    private static (string Sql, JsonElement Actions) StatementOf(string id, JsonElement json)
    {
        if (json.ValueOrNull("graph") is { } graph)
        {
            if (json.TextOrNull("sql") is { Length: > 0 })
                throw Refuse($"rule {id}: it has both 'sql' and 'graph'");
            var (translated, sinks) = GraphStatement.Translate(graph.ValueKind == JsonValueKind.Object ? graph : throw RequestBody.Mismatch("graph", graph, "an object"));
            return (translated, JsonSerializer.SerializeToElement(sinks));
        }

        if (json.TextOrNull("sql") is not { Length: > 0 } sql)
            throw Refuse($"rule {id}: 'sql' is missing");
        return json.ValueOrNull("actions") is { } actions ? (sql, actions) : throw Refuse($"rule {id}: 'actions' is missing");
    }

    private static ImmutableArray<SinkSettings> SinksOf(string id, JsonElement actions)
    {
        if (actions.ValueKind != JsonValueKind.Array)
            throw RequestBody.Mismatch("actions", actions, "an array");

        var sinks = actions.EnumerateArray().Select((action, index) => SinkOf(id, action, index)).ToImmutableArray();
        return sinks.IsEmpty ? throw Refuse($"rule {id}: 'actions' is empty; a rule needs at least one") : sinks;
    }

    private static SinkSettings SinkOf(string id, JsonElement action, int index)
    {
        if (action.ValueKind != JsonValueKind.Object || action.GetPropertyCount() != 1)
            throw Refuse($"rule {id}: action {index} is no object of one key, the sink, such as {{\"log\": {{}}}}");

        var sink = action.EnumerateObject().First();
        return sink.Value.ValueKind switch
        {
            JsonValueKind.Object => new SinkSettings($"{sink.Name}_{index}", sink.Name, [.. ToObject(sink.Value)]),
            JsonValueKind.Null => new SinkSettings($"{sink.Name}_{index}", sink.Name, []),
            _ => throw RequestBody.Mismatch(sink.Name, sink.Value, "an object"),
        };
    }

    private static SqlObject ToObject(JsonElement json) => SqlJson.Parse(json.GetRawText(), wholeNumbersAsIntegers: true).AsObject();

    private static ApiException Refuse(string message) => new(ErrorCode.Rule, message);
}
