using System.Globalization;
using System.Text.Json.Nodes;

namespace CompiledRules.Server.Metadata;

/// <summary>A property of a source or sink, as forms of a user interface show it.</summary>
/// <param name="Type"><c>string</c>, <c>int</c>, <c>float</c>, <c>bool</c>, <c>list_string</c>, <c>list_object</c> or <c>object</c>.</param>
/// <param name="Default">As text; empty for none.</param>
/// <param name="Hint">One sentence.</param>
internal sealed record ConnectorProperty(string Name, string Type, string Default, string Hint, bool IsRequired = false, bool IsOfConnection = false)
{
    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["default"] = Value(),
        ["optional"] = !IsRequired,
        ["control"] = Type switch { "bool" => "radio", "list_string" or "list_object" or "object" => "list", _ => "text" },
        ["type"] = Type,
        ["connection_related"] = IsOfConnection,
        ["hint"] = new JsonObject { ["en"] = Hint, ["zh"] = Hint },
        ["label"] = new JsonObject { ["en"] = Name, ["zh"] = Name },
        ["exist"] = true,
    };

    private JsonNode? Value() => Type switch
    {
        "bool" => Default == "true",
        "int" when long.TryParse(Default, CultureInfo.InvariantCulture, out var number) => number,
        "list_string" or "list_object" => new JsonArray(),
        "object" => new JsonObject(),
        _ => Default,
    };
}
