using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CompiledRules.Server.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CompiledRules.Server.Endpoints;

/// <summary><c>/batch/req</c>: several requests in one, carried out in order.</summary>
internal static class BatchEndpoint
{
    private static readonly string[] s_copied = ["Authorization", "X-Api-Key", "Content-Language"];

    public static void MapBatch(this IEndpointRouteBuilder routes, Func<Uri> address, HttpClient client) =>
        routes.MapPost("/batch/req", async (HttpRequest request) =>
        {
            var answers = new JsonArray();
            foreach (var item in Parse(await RequestBody.ReadTextAsync(request)))
                answers.Add(await SendAsync(request, item, address(), client));
            return Reply.Value(answers);
        });

    private static JsonElement[] Parse(string body)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement[]>(body) ?? [];
        }
        catch (JsonException error)
        {
            throw new ApiException(ErrorCode.Undefined, $"Invalid body: expected an array of requests: {error.Message}");
        }
    }

    private static async Task<JsonObject> SendAsync(HttpRequest outer, JsonElement item, Uri address, HttpClient client)
    {
        if (item.ValueKind != JsonValueKind.Object)
            throw new ApiException(ErrorCode.Undefined, "Invalid body: expected objects with 'method', 'path' and 'body'");

        var target = new Uri(address, item.RequireText("path"));
        if (target.Authority != address.Authority || target.AbsolutePath == "/batch/req")
            return new JsonObject { ["code"] = StatusCodes.Status400BadRequest, ["error"] = $"'{item.RequireText("path")}' is no path of this server" };

        using var request = new HttpRequestMessage(new HttpMethod(item.RequireText("method").ToUpperInvariant()), target);
        foreach (var name in s_copied.Where(outer.Headers.ContainsKey))
            request.Headers.TryAddWithoutValidation(name, outer.Headers[name].ToString());
        if (item.TextOrNull("body") is { } body)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");

        using var response = await client.SendAsync(request, outer.HttpContext.RequestAborted);
        var text = await response.Content.ReadAsStringAsync(outer.HttpContext.RequestAborted);
        return new JsonObject { ["code"] = (int)response.StatusCode, [response.IsSuccessStatusCode ? "response" : "error"] = text };
    }
}
