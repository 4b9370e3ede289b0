using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CompiledRules.External.Import;

/// <summary>JSON schemas → types of <c>.proto</c>, declaring messages as they are met.</summary>
internal sealed class OpenApiTypes(JsonElement root)
{
    private const string AnyValue = "google.protobuf.Value";
    private const string AnyObject = "google.protobuf.Struct";
    private const string AnyArray = "google.protobuf.ListValue";

    private readonly Dictionary<string, string> _byReference = new(StringComparer.Ordinal);
    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);

    public StringBuilder Text { get; } = new();

    /// <summary>Follows <c>$ref</c> to what it names in the same document.</summary>
    public JsonElement Resolve(JsonElement element)
    {
        while (element.TryGetProperty("$ref", out var reference))
        {
            var path = reference.GetString()!;
            if (!path.StartsWith("#/", StringComparison.Ordinal))
                throw new InvalidOperationException($"{path} is in another document");

            element = path[2..].Split('/').Aggregate(root, static (at, name) => at.GetProperty(name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)));
        }

        return element;
    }

    /// <param name="hint">The name of a message that has none of its own.</param>
    public string TypeOf(JsonElement schema, string hint)
    {
        if (!schema.TryGetProperty("$ref", out var reference))
            return TypeOfInline(schema, hint);
        if (_byReference.TryGetValue(reference.GetString()!, out var known))
            return known;

        // Named before its fields are looked at, since schemas refer to themselves.
        var target = Resolve(schema);
        var name = Unique(OpenApiProto.Identifier(reference.GetString()!.Split('/')[^1]));
        if (!HasFields(target))
            return _byReference[reference.GetString()!] = TypeOfInline(target, name);

        _byReference[reference.GetString()!] = name;
        return Declare(name, Fields(target, name));
    }

    /// <returns>The name under which the message was declared, which is <paramref name="name"/> where that is free.</returns>
    public string DeclareNew(string name, IReadOnlyList<OpenApiField> fields) => Declare(Unique(name), fields);

    /// <summary>The message that holds a single value of a scalar type.</summary>
    public static string WrapperOf(string type) => type switch
    {
        "string" => "google.protobuf.StringValue",
        "bytes" => "google.protobuf.BytesValue",
        "bool" => "google.protobuf.BoolValue",
        "int32" => "google.protobuf.Int32Value",
        "int64" => "google.protobuf.Int64Value",
        "float" => "google.protobuf.FloatValue",
        "double" => "google.protobuf.DoubleValue",
        _ => type,
    };

    private string Declare(string name, IReadOnlyList<OpenApiField> fields)
    {
        var lines = new StringBuilder($"message {name} {{\n");
        for (var i = 0; i < fields.Count; i++)
        {
            var identifier = OpenApiProto.Identifier(fields[i].Name);
            var options = fields[i].Type.EndsWith("int64", StringComparison.Ordinal) ? ", jstype = JS_NUMBER" : "";
            lines.Append(CultureInfo.InvariantCulture, $"  {fields[i].Type} {identifier} = {i + 1} [json_name = {JsonSerializer.Serialize(fields[i].Name, ImportJson.Options)}{options}];\n");
        }

        Text.Append(lines).Append("}\n\n");
        return name;
    }

    private string TypeOfInline(JsonElement schema, string hint)
    {
        if (HasFields(schema))
            return Declare(Unique(hint), Fields(schema, hint));

        return KindOf(schema) switch
        {
            "string" => Format(schema) is "byte" or "binary" ? "bytes" : "string",
            "boolean" => "bool",
            "integer" => Format(schema) == "int32" ? "int32" : "int64",
            "number" => Format(schema) == "float" ? "float" : "double",
            "array" => ArrayOf(schema, hint),
            "object" => MapOf(schema, hint),
            _ => AnyValue,
        };
    }

    private string ArrayOf(JsonElement schema, string hint)
    {
        var item = schema.TryGetProperty("items", out var items) ? TypeOf(items, hint + "Item") : AnyValue;
        return "repeated " + (IsSingle(item) ? item : item.StartsWith("map", StringComparison.Ordinal) ? AnyObject : AnyArray);
    }

    private string MapOf(JsonElement schema, string hint)
    {
        if (!schema.TryGetProperty("additionalProperties", out var values) || values.ValueKind != JsonValueKind.Object || !values.EnumerateObject().Any())
            return AnyObject;

        var value = TypeOf(values, hint + "Value");
        return IsSingle(value) ? $"map<string, {value}>" : AnyObject;
    }

    private List<OpenApiField> Fields(JsonElement schema, string owner)
    {
        var fields = new List<OpenApiField>();
        if (schema.TryGetProperty("allOf", out var parts))
        {
            foreach (var part in parts.EnumerateArray())
                fields.AddRange(Fields(Resolve(part), owner));
        }

        if (schema.TryGetProperty("properties", out var properties))
            fields.AddRange(properties.EnumerateObject().Select(property => new OpenApiField(property.Name, TypeOf(property.Value, owner + "_" + OpenApiProto.Identifier(property.Name)))));
        return [.. fields.GroupBy(static field => field.Name, StringComparer.Ordinal).Select(static group => group.Last())];
    }

    private string Unique(string name)
    {
        var unique = name;
        for (var i = 2; !_declared.Add(unique); i++)
            unique = $"{name}_{i}";
        return unique;
    }

    private static bool IsSingle(string type) => !type.StartsWith("repeated ", StringComparison.Ordinal) && !type.StartsWith("map<", StringComparison.Ordinal);

    private static bool HasFields(JsonElement schema) => schema.TryGetProperty("allOf", out _) || (schema.TryGetProperty("properties", out var properties) && properties.EnumerateObject().Any());

    // 3.1 writes a nullable type as a list.
    private static string KindOf(JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out var type))
            return "";
        return type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(static item => item.GetString()!).FirstOrDefault(static item => item != "null") ?? "" : type.GetString()!;
    }

    private static string Format(JsonElement schema) => schema.TryGetProperty("format", out var format) ? format.GetString() ?? "" : "";
}
