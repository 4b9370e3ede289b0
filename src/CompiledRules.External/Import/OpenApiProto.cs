using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CompiledRules.External.Import;

/// <summary>The <c>.proto</c> text of an OpenAPI description, operation by operation.</summary>
internal sealed partial class OpenApiProto
{
    private readonly JsonElement _root;
    private readonly string _name;
    private readonly OpenApiTypes _types;
    private readonly StringBuilder _methods = new();
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    public OpenApiProto(JsonElement root, string name)
    {
        _root = root;
        _name = name;
        _types = new OpenApiTypes(root);
    }

    public List<string> Notes { get; } = [];

    public void AddOperation(string path, JsonElement shared, string verb, JsonElement operation)
    {
        var method = MethodName(path, verb, operation);
        var fields = new List<OpenApiField>();
        foreach (var parameter in Parameters(shared).Concat(Parameters(operation)))
            AddParameter(method, fields, parameter);

        var body = BodyOf(method, operation);
        if (body is { } content)
            fields.Add(new OpenApiField("body", _types.TypeOf(content, method + "Body")));
        var input = fields.Count == 0 ? "google.protobuf.Empty" : _types.DeclareNew(method + "Request", fields);
        var (output, responseBody) = Reply(method, operation);

        _methods.Append(CultureInfo.InvariantCulture, $"  rpc {method}({input}) returns ({output}) {{\n    option (google.api.http) = {{ {verb}: \"{path}\"");
        if (body is not null)
            _methods.Append(" body: \"body\"");
        if (responseBody.Length > 0)
            _methods.Append(CultureInfo.InvariantCulture, $" response_body: \"{responseBody}\"");
        _methods.Append(" };\n  }\n");
    }

    public override string ToString()
    {
        var text = new StringBuilder("syntax = \"proto3\";\n");
        text.Append(CultureInfo.InvariantCulture, $"package {Identifier(_name)};\n\nimport \"google/api/annotations.proto\";\n");
        foreach (var import in new[] { "empty", "struct", "wrappers" })
            text.Append(CultureInfo.InvariantCulture, $"import \"google/protobuf/{import}.proto\";\n");
        text.Append('\n').Append(_types.Text).Append(CultureInfo.InvariantCulture, $"service {Identifier(_name)}_service {{\n").Append(_methods).Append("}\n");
        return text.ToString();
    }

    public static string Identifier(string text)
    {
        var clean = NotInIdentifiers().Replace(text, "_");
        return clean.Length == 0 || char.IsAsciiDigit(clean[0]) ? "_" + clean : clean;
    }

    private void AddParameter(string method, List<OpenApiField> fields, JsonElement written)
    {
        var parameter = _types.Resolve(written);
        var name = parameter.GetProperty("name").GetString()!;
        var place = parameter.GetProperty("in").GetString();
        if (place is not ("path" or "query") || Identifier(name) != name)
        {
            Notes.Add($"{method}: the {place} parameter '{name}' is left out");
            return;
        }

        fields.RemoveAll(field => field.Name == name);
        fields.Add(new OpenApiField(name, parameter.TryGetProperty("schema", out var schema) ? _types.TypeOf(schema, method + "_" + name) : "string"));
    }

    private JsonElement? BodyOf(string method, JsonElement operation)
    {
        if (!operation.TryGetProperty("requestBody", out var written))
            return null;
        if (_types.Resolve(written).TryGetProperty("content", out var content) && JsonContent(content) is { } schema)
            return schema;

        Notes.Add($"{method}: the body is not JSON and is left out");
        return null;
    }

    private (string Type, string ResponseBody) Reply(string method, JsonElement operation)
    {
        if (!operation.TryGetProperty("responses", out var responses))
            return ("google.protobuf.Empty", "");

        var good = responses.EnumerateObject().FirstOrDefault(static response => response.Name.StartsWith('2') || response.Name == "default").Value;
        if (good.ValueKind != JsonValueKind.Object || !_types.Resolve(good).TryGetProperty("content", out var content))
            return ("google.protobuf.Empty", "");
        if (JsonContent(content) is not { } schema)
            return ("google.protobuf.StringValue", "");

        var type = _types.TypeOf(schema, method + "Reply");
        if (type.StartsWith("repeated ", StringComparison.Ordinal) || type.StartsWith("map<", StringComparison.Ordinal))
            return (_types.DeclareNew(method + "Reply", [new OpenApiField("items", type)]), "items");
        return (OpenApiTypes.WrapperOf(type), "");
    }

    private string MethodName(string path, string verb, JsonElement operation)
    {
        var name = Identifier(operation.TryGetProperty("operationId", out var id) ? id.GetString()! : verb + path);
        var unique = name;
        for (var i = 2; !_used.Add(unique); i++)
            unique = $"{name}_{i}";
        return unique;
    }

    private static JsonElement? JsonContent(JsonElement content)
    {
        foreach (var media in content.EnumerateObject())
        {
            if (media.Name.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) && media.Value.TryGetProperty("schema", out var schema))
                return schema;
        }

        return null;
    }

    private static List<JsonElement> Parameters(JsonElement owner) =>
        owner.TryGetProperty("parameters", out var parameters) ? [.. parameters.EnumerateArray()] : [];

    [GeneratedRegex("[^A-Za-z0-9_]+")]
    private static partial Regex NotInIdentifiers();
}

/// <param name="Name">As JSON has it.</param>
/// <param name="Type">As <c>.proto</c> has it, with <c>repeated</c>.</param>
internal sealed record OpenApiField(string Name, string Type);
