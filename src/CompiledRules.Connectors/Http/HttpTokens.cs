using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using CompiledRules.Formats.Templates;

namespace CompiledRules.Connectors.Http;

/// <summary>The tokens that requests carry: asked for when they are first needed, and anew when they have run out. Calls must not overlap.</summary>
internal sealed class HttpTokens(HttpLogin login, HttpClient client, HttpSettings settings, TimeProvider time)
{
    private SqlObject? _tokens;
    private DateTimeOffset _end = DateTimeOffset.MaxValue;

    /// <summary>Headers whose values may name tokens: <c>Bearer {{.access_token}}</c>.</summary>
    /// <param name="headers">An object, or its JSON text.</param>
    /// <exception cref="IOException">Whoever gives tokens cannot be reached.</exception>
    /// <exception cref="InvalidOperationException">They are refused.</exception>
    private async Task<SqlValue> FillAsync(SqlValue headers, CancellationToken cancellation)
    {
        if (_tokens is null || time.GetUtcNow() >= _end)
            await RenewAsync(cancellation).ConfigureAwait(false);

        var entries = headers.IsString ? SqlJson.Parse(headers.AsString()) : headers;
        return entries.Kind == SqlKind.Object
            ? SqlObject.From(entries.AsObject().Select(header => KeyValuePair.Create(header.Key, (SqlValue)GoTemplate.Parse(SqlText.ToText(header.Value), time).Render(_tokens!))))
            : headers;
    }

    /// <summary>Sends a request whose headers may name tokens. One that is refused has them asked for anew before the next.</summary>
    /// <exception cref="IOException">The other side, or whoever gives tokens, cannot be reached.</exception>
    /// <exception cref="InvalidOperationException">It answered that it does not accept the request.</exception>
    public static async Task<byte[]> SendAsync(
        HttpTokens? tokens, HttpClient client, HttpRequestMessage request, SqlValue headers, HttpSettings settings, TimeProvider time, CancellationToken cancellation)
    {
        HttpSettings.AddHeaders(request, tokens is null ? headers : await tokens.FillAsync(headers, cancellation).ConfigureAwait(false));
        try
        {
            return await HttpExchange.SendAsync(client, request, settings, time, cancellation).ConfigureAwait(false);
        }
        catch (HttpUnauthorizedException) when (tokens is not null)
        {
            tokens._tokens = null;
            throw;
        }
    }

    private async Task RenewAsync(CancellationToken cancellation)
    {
        var step = _tokens is null ? login.Access : login.Refresh ?? login.Access;
        var known = _tokens ?? SqlObject.Empty;
        using var request = new HttpRequestMessage(HttpMethod.Post, step.Url.Render(known))
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(step.Body.Render(known))) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        HttpSettings.AddHeaders(request, SqlObject.From(step.Headers.Select(header => KeyValuePair.Create(header.Key, (SqlValue)header.Value.Render(known)))));

        // Whatever becomes of it, the tokens of before are of no more use.
        _tokens = null;
        var answer = SqlJson.Parse(await HttpExchange.SendAsync(client, request, settings with { ReadsCode = false }, time, cancellation).ConfigureAwait(false));
        if (answer.Kind != SqlKind.Object)
            throw new InvalidOperationException($"{request.Method} {request.RequestUri}: the answer is no JSON object");

        // What a renewal does not give again still counts.
        _tokens = new SqlObject.Builder().AddAll(known).AddAll(answer.AsObject()).ToObject();
        _end = login.Expire is null ? DateTimeOffset.MaxValue : time.GetUtcNow() + SecondsOf(login.Expire.Render(_tokens));
    }

    private static TimeSpan SecondsOf(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < int.MaxValue
        ? TimeSpan.FromSeconds(seconds)
        : throw new InvalidOperationException($"oauth: found '{text}' as expire, expected a number of seconds");
}
