using System.Text.Json.Nodes;
using CompiledRules.Server.Http;

namespace CompiledRules.Server.Transfer;

/// <summary>The second form of an export: YAML, with options and rules as mappings rather than as texts.</summary>
internal static class DataYaml
{
    // As the second form calls them, and the first; options have their kind before the type and name.
    private static readonly (string Second, string First, string? Kind)[] s_sections =
    [
        ("sourceConfig", DataSections.SourceOptions, "sources"),
        ("sinkConfig", DataSections.SinkOptions, "sinks"),
        ("connectionConfig", DataSections.Connections, "connections"),
        ("nativePlugins", DataSections.NativePlugins, null),
        ("portablePlugins", DataSections.PortablePlugins, null),
        ("service", DataSections.Services, null),
        ("schema", DataSections.Schemas, null),
        ("uploads", DataSections.Uploads, null),
        ("streams", DataSections.Streams, null),
        ("tables", DataSections.Tables, null),
        ("rules", DataSections.Rules, null),
    ];

    public static string Write(JsonObject sections)
    {
        var yaml = new JsonObject();
        foreach (var (second, first, kind) in s_sections)
        {
            var section = new JsonObject();
            foreach (var (name, text) in sections[first]!.AsObject())
                Add(section, first, kind, name, (string)text!);
            if (section.Count > 0)
                yaml[second] = section;
        }

        return YamlJson.Write(yaml);
    }

    /// <exception cref="ApiException">The text is no YAML, or none of this form.</exception>
    public static JsonObject Read(string yaml)
    {
        var content = YamlJson.Read(yaml);
        var sections = new JsonObject();
        foreach (var (second, first, kind) in s_sections)
        {
            if (content[second] is not JsonObject section)
                continue;

            var entries = new JsonObject();
            foreach (var (name, value) in section)
                Take(entries, first, kind, name, value);
            sections[first] = entries;
        }

        return sections;
    }

    private static void Add(JsonObject section, string first, string? kind, string name, string text)
    {
        if (first is DataSections.Streams or DataSections.Tables)
        {
            section[name] = new JsonObject { ["sql"] = text };
            return;
        }

        if (kind is null)
        {
            section[name] = JsonNode.Parse(text);
            return;
        }

        foreach (var (key, options) in JsonNode.Parse(text)!.AsObject())
            section[$"{kind}.{name}.{key}"] = options?.DeepClone();
    }

    private static void Take(JsonObject entries, string first, string? kind, string name, JsonNode? value)
    {
        if (value is not JsonObject entry)
            throw new ApiException(ErrorCode.Undefined, $"Invalid content: '{name}' is no mapping");

        if (first is DataSections.Streams or DataSections.Tables)
        {
            entries[name] = (string?)entry["sql"] ?? throw new ApiException(ErrorCode.Undefined, $"Invalid content: '{name}' has no 'sql'");
            return;
        }

        if (kind is null)
        {
            entries[name] = entry.ToJsonString(Reply.Json);
            return;
        }

        if (name.Split('.') is not [var word, var type, var key] || word != kind)
            throw new ApiException(ErrorCode.Undefined, $"Invalid content: '{name}' is not of the form {kind}.type.name");
        var ofType = entries[type] is { } known ? JsonNode.Parse((string)known!)!.AsObject() : [];
        ofType[key] = entry.DeepClone();
        entries[type] = ofType.ToJsonString(Reply.Json);
    }
}
