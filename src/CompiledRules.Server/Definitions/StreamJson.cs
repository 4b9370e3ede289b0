using System.Text.Json.Nodes;
using CompiledRules.Extensions.Hosting.Declarations;
using CompiledRules.Server.Http;
using CompiledRules.Sql;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Server.Definitions;

/// <summary>Streams and tables in the JSON of the API.</summary>
internal static class StreamJson
{
    private static readonly Dictionary<string, string> s_optionNames = new(StringComparer.Ordinal)
    {
        ["CONF_KEY"] = "confKey",
        ["STRICT_VALIDATION"] = "strictValidation",
        ["TIMESTAMP_FORMAT"] = "timestampFormat",
        ["RETAIN_SIZE"] = "retainSize",
        ["SCHEMAID"] = "schemaId",
    };

    /// <summary>The parts of the definition.</summary>
    public static JsonObject Describe(StreamSymbol stream) => new()
    {
        ["Name"] = stream.Name,
        ["StreamFields"] = stream.IsSchemaless ? null : JsonNode.Parse(DefinitionText.ToJson(stream.Columns)),
        ["Options"] = Options(stream),
        ["StreamType"] = stream.Kind == StreamKind.Stream ? 0 : 1,
        ["Statement"] = null,
    };

    /// <summary>What a list of streams shows of one.</summary>
    public static JsonObject Detail(StreamSymbol stream) => new()
    {
        ["name"] = stream.Name,
        ["type"] = stream.Option("TYPE") ?? StreamDeclarations.DefaultType(stream.Kind),
        ["format"] = stream.Option("FORMAT")?.ToLowerInvariant() ?? "json",
    };

    /// <summary>The columns by name, each with its type.</summary>
    public static JsonObject Schema(EquatableArray<ColumnSymbol> columns)
    {
        var schema = new JsonObject();
        foreach (var column in columns)
            schema[column.Name] = OfType(column.Type);
        return schema;
    }

    private static JsonObject OfType(SqlType type)
    {
        var json = new JsonObject { ["type"] = type.Kind == SqlTypeKind.Array ? "array" : type.Kind == SqlTypeKind.Struct ? "struct" : type.ToString(), ["optional"] = true };
        if (type.Kind == SqlTypeKind.Array)
            json["items"] = OfType(type.Element ?? SqlType.Any);
        if (type.Kind == SqlTypeKind.Struct)
            json["properties"] = Schema(type.Fields);
        return json;
    }

    private static JsonObject Options(StreamSymbol stream)
    {
        var options = new JsonObject();
        foreach (var (name, value) in stream.Options)
            options[s_optionNames.GetValueOrDefault(name) ?? name.ToLowerInvariant()] = ToValue(name, value);
        return (JsonObject)Secrets.Hide(options)!;
    }

    private static JsonValue ToValue(string name, string value) => name switch
    {
        "SHARED" or "STRICT_VALIDATION" or "TEMP" when bool.TryParse(value, out var flag) => JsonValue.Create(flag),
        "RETAIN_SIZE" when int.TryParse(value, out var size) => JsonValue.Create(size),
        _ => JsonValue.Create(value),
    };
}
