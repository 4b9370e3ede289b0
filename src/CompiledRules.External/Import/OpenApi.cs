using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace CompiledRules.External.Import;

/// <summary>Makes a REST service of an OpenAPI 3 description in JSON: a <c>.proto</c> file with <c>google.api.http</c> options, and its definition.</summary>
/// <remarks>
/// Each operation is a function with the parameters of its path and query, and one called <c>body</c>. What is left out (headers, cookies, bodies that are not JSON)
/// is in the notes.
/// </remarks>
public static class OpenApi
{
    private static readonly string[] s_verbs = ["get", "put", "post", "delete", "patch"];

    /// <param name="name">Of the service to be, and of its interface.</param>
    /// <param name="address">Instead of the first server of the description; needed where that has none or a relative one.</param>
    /// <exception cref="ImportException">The text is no such description, or has no address.</exception>
    public static ImportedService Read(string name, string json, Uri? address = null)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (!root.TryGetProperty("openapi", out var version) || version.GetString()?.StartsWith('3') != true)
                throw new ImportException("The text is not OpenAPI 3: it has no \"openapi\": \"3.…\"");
            if (!root.TryGetProperty("paths", out var paths))
                throw new ImportException("The description has no paths");

            var writer = new OpenApiProto(root, name);
            foreach (var path in paths.EnumerateObject())
            {
                foreach (var verb in path.Value.EnumerateObject().Where(static member => s_verbs.Contains(member.Name)))
                    writer.AddOperation(path.Name, path.Value, verb.Name, verb.Value);
            }

            var file = name + ".proto";
            return new ImportedService(name, Definition(name, address ?? AddressOf(root), file, root), [new SchemaFile(file, [.. Encoding.UTF8.GetBytes(writer.ToString())])], [.. writer.Notes]);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new ImportException("The description cannot be read: " + error.Message, error);
        }
    }

    private static Uri AddressOf(JsonElement root)
    {
        if (root.TryGetProperty("servers", out var servers) && servers.GetArrayLength() > 0
            && Uri.TryCreate(servers[0].GetProperty("url").GetString(), UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            return address;

        throw new ImportException("The description names no server with a complete address; give one");
    }

    private static string Definition(string name, Uri address, string file, JsonElement root)
    {
        var title = root.TryGetProperty("info", out var info) && info.TryGetProperty("title", out var text) ? text.GetString() ?? name : name;
        var definition = new Dictionary<string, object>
        {
            ["about"] = new Dictionary<string, object> { ["description"] = new Dictionary<string, object> { ["en_US"] = title } },
            ["interfaces"] = new Dictionary<string, object>
            {
                [name] = new Dictionary<string, object>
                {
                    ["address"] = address.GetLeftPart(UriPartial.Path).TrimEnd('/'), ["protocol"] = "rest", ["schemaType"] = "protobuf", ["schemaFile"] = file,
                },
            },
        };
        return JsonSerializer.Serialize(definition, ImportJson.Options);
    }
}
