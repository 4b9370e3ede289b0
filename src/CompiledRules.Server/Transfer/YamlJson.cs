using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CompiledRules.Server.Http;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CompiledRules.Server.Transfer;

/// <summary>YAML and JSON as one another.</summary>
internal static class YamlJson
{
    private const int MaxDepth = 64;
    private const int MaxNodes = 1_000_000;

    public static string Write(JsonNode json)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        new YamlStream(new YamlDocument(ToYaml(json))).Save(writer, false);
        return writer.ToString();
    }

    /// <exception cref="ApiException">The text is no YAML, or no mapping.</exception>
    public static JsonObject Read(string yaml)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException error)
        {
            throw new ApiException(ErrorCode.Undefined, $"Invalid content: line {error.Start.Line}: {error.Message}");
        }

        var budget = MaxNodes;
        return stream.Documents.Count == 1 && ToJson(stream.Documents[0].RootNode, 0, ref budget) is JsonObject json
            ? json
            : throw new ApiException(ErrorCode.Undefined, "Invalid content: expected one YAML mapping");
    }

    private static YamlNode ToYaml(JsonNode? json) => json switch
    {
        JsonObject properties => new YamlMappingNode(properties.Select(static property => KeyValuePair.Create((YamlNode)Text(property.Key), ToYaml(property.Value)))),
        JsonArray items => new YamlSequenceNode(items.Select(ToYaml)),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Text(value.GetValue<string>()),
        null => new YamlScalarNode("null"),
        _ => new YamlScalarNode(json.ToJsonString(Reply.Json)),
    };

    // Quoted wherever it could be read as something else.
    private static YamlScalarNode Text(string text) => new(text) { Style = ScalarOf(text) is JsonValue plain && plain.GetValueKind() == JsonValueKind.String && text.Length > 0 ? ScalarStyle.Any : ScalarStyle.DoubleQuoted };

    // Aliases may lead round in circles, and a short text may stand for a very long one.
    private static JsonNode? ToJson(YamlNode node, int depth, ref int budget)
    {
        if (depth > MaxDepth || --budget < 0)
            throw new ApiException(ErrorCode.Undefined, $"Invalid content: more than {MaxDepth} levels or {MaxNodes} values");

        switch (node)
        {
            case YamlMappingNode mapping:
                var properties = new JsonObject();
                foreach (var (key, value) in mapping)
                    properties[key is YamlScalarNode name ? name.Value ?? "" : throw new ApiException(ErrorCode.Undefined, "Invalid content: a key is no text")] = ToJson(value, depth + 1, ref budget);
                return properties;
            case YamlSequenceNode sequence:
                var items = new JsonArray();
                foreach (var item in sequence)
                    items.Add(ToJson(item, depth + 1, ref budget));
                return items;
            case YamlScalarNode { Style: ScalarStyle.Plain } plain:
                return ScalarOf(plain.Value ?? "");
            default:
                return JsonValue.Create(((YamlScalarNode)node).Value ?? "");
        }
    }

    private static JsonValue? ScalarOf(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => JsonValue.Create(true),
        "false" or "False" or "FALSE" => JsonValue.Create(false),
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        _ when char.IsAsciiDigit(text[^1]) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        _ => JsonValue.Create(text),
    };
}
