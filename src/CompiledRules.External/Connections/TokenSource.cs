using System.Net.Http.Headers;
using System.Text.Json;
using CompiledRules.External.Definitions;

namespace CompiledRules.External.Connections;

/// <summary>The access token of OAuth 2 client credentials: fetched once for all calls, and again before it expires.</summary>
internal sealed class TokenSource(OAuthOptions options, HttpMessageInvoker http, TimeProvider time) : IDisposable
{
    // A token that is about to expire may not live until the service looks at it.
    private static readonly TimeSpan s_margin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_defaultLifetime = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _turn = new(1);
    private string? _token;
    private DateTimeOffset _renewAt;

    /// <exception cref="HttpRequestException">There is no token to be had.</exception>
    public async ValueTask<string> GetAsync(CancellationToken cancellation)
    {
        if (Current() is { } known)
            return known;

        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return Current() ?? await FetchAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Forgets <paramref name="token"/>, which a service has refused.</summary>
    public void Forget(string token) => Interlocked.CompareExchange(ref _token, null, token);

    public void Dispose() => _turn.Dispose();

    private string? Current() => time.GetUtcNow() < _renewAt ? Volatile.Read(ref _token) : null;

    private async Task<string> FetchAsync(CancellationToken cancellation)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = options.ClientId.Reveal(),
            ["client_secret"] = options.ClientSecret.Reveal(),
        };
        if (options.Scope.Length > 0)
            form["scope"] = options.Scope;
        if (options.Audience.Length > 0)
            form["audience"] = options.Audience;

        using var request = new HttpRequestMessage(HttpMethod.Post, options.TokenAddress) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var response = await http.SendAsync(request, cancellation).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"no access token: {options.TokenAddress.Host} answered with {(int)response.StatusCode}");

        return Keep(await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false));
    }

    private string Keep(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var token = json.RootElement.GetProperty("access_token").GetString()!;
            var lifetime = json.RootElement.TryGetProperty("expires_in", out var seconds) && seconds.TryGetDouble(out var number) ? TimeSpan.FromSeconds(number) : s_defaultLifetime;
            _renewAt = time.GetUtcNow() + (lifetime > 2 * s_margin ? lifetime - s_margin : lifetime / 2);
            Volatile.Write(ref _token, token);
            return token;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new HttpRequestException($"no access token: {options.TokenAddress.Host} answered with something else", error);
        }
    }
}
