using System.Text;
using System.Text.Json.Nodes;
using CompiledRules.Server.Http;

namespace CompiledRules.Server.Transfer;

/// <summary>The server's API, as the server itself calls it.</summary>
/// <param name="address">Known when the server listens.</param>
internal sealed class OwnApi(HttpClient client, Func<Uri> address)
{
    /// <exception cref="ApiException">The request was refused; the message is that of the reply.</exception>
    public async Task SendAsync(string method, string path, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(address(), path));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
            return;

        var text = await response.Content.ReadAsStringAsync().ConfigureAwait(false);
        throw new ApiException(ErrorCode.Undefined, text.StartsWith('{') ? (string?)JsonNode.Parse(text)!["message"] ?? text : text);
    }
}
