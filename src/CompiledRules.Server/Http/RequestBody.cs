using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace CompiledRules.Server.Http;

/// <summary>Reads what a request says.</summary>
internal static class RequestBody
{
    public static async Task<string> ReadTextAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body, leaveOpen: true);
        return await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
    }

    /// <exception cref="ApiException">The body is no JSON object.</exception>
    public static async Task<JsonElement> ReadObjectAsync(HttpRequest request) => ParseObject(await ReadTextAsync(request), "body");

    /// <exception cref="ApiException">The text is no JSON object.</exception>
    public static JsonElement ParseObject(string json, string what)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new ApiException(ErrorCode.Undefined, $"Invalid {what}: found {Name(document.RootElement.ValueKind)}, expected an object");
        }
        catch (JsonException error)
        {
            throw new ApiException(ErrorCode.Undefined, $"Invalid {what}: {error.Message}");
        }
    }

    /// <summary>A text of the object.</summary>
    /// <exception cref="ApiException">It is missing, empty or no text.</exception>
    public static string RequireText(this JsonElement json, string name) =>
        json.TextOrNull(name) is { Length: > 0 } text ? text : throw new ApiException(ErrorCode.Undefined, $"Invalid body: '{name}' is missing");

    /// <exception cref="ApiException">It is no text.</exception>
    public static string? TextOrNull(this JsonElement json, string name) => json.ValueOrNull(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } other => throw Mismatch(name, other, "a text"),
    };

    /// <exception cref="ApiException">It is neither true nor false.</exception>
    public static bool Flag(this JsonElement json, string name, bool @default) => json.ValueOrNull(name) switch
    {
        null => @default,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } other => throw Mismatch(name, other, "true or false"),
    };

    /// <exception cref="ApiException">It is no array of texts.</exception>
    public static IReadOnlyList<string> Texts(this JsonElement json, string name) => json.ValueOrNull(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } items => [.. items.EnumerateArray().Select(item =>
            item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Mismatch(name, item, "an array of texts"))],
        { } other => throw Mismatch(name, other, "an array of texts"),
    };

    /// <summary>The value, or null where it is missing or null.</summary>
    public static JsonElement? ValueOrNull(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static ApiException Mismatch(string name, JsonElement found, string expected) =>
        new(ErrorCode.Undefined, $"Invalid body: '{name}' is {Name(found.ValueKind)}, expected {expected}");

    private static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };
}
