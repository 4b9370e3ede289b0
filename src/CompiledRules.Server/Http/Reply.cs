using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace CompiledRules.Server.Http;

/// <summary>The forms of replies.</summary>
internal static class Reply
{
    public static JsonSerializerOptions Json { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IResult Text(string text, int status = StatusCodes.Status200OK) => Results.Text(text, "text/plain", System.Text.Encoding.UTF8, status);

    public static IResult Created(string text) => Text(text, StatusCodes.Status201Created);

    public static IResult Value(JsonNode value, int status = StatusCodes.Status200OK) => Results.Text(value.ToJsonString(Json), "application/json", statusCode: status);

    /// <summary>JSON text that is sent as it is.</summary>
    public static IResult Raw(string json) => Results.Text(json, "application/json");

    public static JsonArray Array(IEnumerable<string> texts) => new([.. texts.Select(static text => JsonValue.Create(text))]);
}
