using System.Net;
using System.Text.Json;

namespace CompiledRules.Connectors.Http;

/// <summary>One request and its answer.</summary>
internal static class HttpExchange
{
    /// <summary>Sends and gives the answer's body.</summary>
    /// <exception cref="IOException">The other side cannot be reached, or did not answer in time.</exception>
    /// <exception cref="InvalidOperationException">It answered that it does not accept the request.</exception>
    public static async Task<byte[]> SendAsync(
        HttpClient client, HttpRequestMessage request, HttpSettings settings, TimeProvider time, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(settings.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            using var response = await client.SendAsync(request, either.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
            Check(request, response, body, settings);
            return body;
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException($"{request.Method} {request.RequestUri}: no answer within {settings.Timeout.TotalSeconds:0.###} s", exception);
        }
        catch (HttpRequestException exception)
        {
            throw new IOException($"{request.Method} {request.RequestUri}: {exception.Message}", exception);
        }
    }

    private static void Check(HttpRequestMessage request, HttpResponseMessage response, byte[] body, HttpSettings settings)
    {
        if (response.StatusCode == HttpStatusCode.Unauthorized)
            throw new HttpUnauthorizedException($"{request.Method} {request.RequestUri}: the answer is {(int)response.StatusCode} {response.ReasonPhrase}");
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"{request.Method} {request.RequestUri}: the answer is {(int)response.StatusCode} {response.ReasonPhrase}");

        if (settings.ReadsCode && ReadCode(body) is not (>= 200 and < 300))
            throw new InvalidOperationException($"{request.Method} {request.RequestUri}: the answer's body has no code from 200 to 299");
    }

    private static int? ReadCode(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("code", out var code) && code.TryGetInt32(out var number) ? number : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
