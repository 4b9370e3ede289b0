using System.Net;
using System.Net.Http.Headers;
using CompiledRules.Connectors.Tls;

namespace CompiledRules.Connectors.Http;

/// <summary>What the HTTP source and sink have in common.</summary>
/// <param name="Timeout">For one exchange.</param>
/// <param name="Headers">By name; a JSON object as text where it follows the data.</param>
/// <param name="ReadsCode">Whether the answer's body must be an object whose <c>code</c> tells success; otherwise the HTTP status does.</param>
internal sealed record HttpSettings(TimeSpan Timeout, SqlValue Headers, bool ReadsCode, TlsSettings Tls)
{
    /// <summary>How requests come by the tokens that their headers name; null where they name none.</summary>
    public HttpLogin? Login { get; private init; }

    private static readonly TimeSpan s_defaultTimeout = TimeSpan.FromSeconds(5);

    /// <exception cref="OptionException">An option cannot be used.</exception>
    public static HttpSettings Read(ConnectorOptions options, ConnectorContext context) => new(
        options.GetDuration("timeout", s_defaultTimeout),
        options.GetObjectOrTemplate("headers", "an object such as {\"Authorization\": \"Bearer x\"}, or its JSON text"),
        options.GetChoice("responseType", "code", "code", "body") == "body",
        TlsSettings.Read(options, context))
    {
        Login = HttpLogin.Read(options, context.Time),
    };

    /// <exception cref="OptionException">The text is no method of HTTP.</exception>
    public static HttpMethod ReadMethod(ConnectorOptions options, string @default) =>
        new(options.GetChoice("method", @default, "GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"));

    /// <summary>The media type of a body, or null for none.</summary>
    public static MediaTypeHeaderValue? MediaTypeOf(string bodyType) => bodyType switch
    {
        "none" => null,
        "json" => new MediaTypeHeaderValue("application/json"),
        "form" => new MediaTypeHeaderValue("application/x-www-form-urlencoded"),
        "text" => new MediaTypeHeaderValue("text/plain", "utf-8"),
        "javascript" => new MediaTypeHeaderValue("application/javascript"),
        _ => new MediaTypeHeaderValue($"text/{bodyType}", "utf-8"),
    };

    /// <exception cref="OptionException">The text is no HTTP address.</exception>
    public static Uri ParseUrl(ConnectorOptions options, string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw options.Error("url", $"found \"{url}\"; expected an address such as http://host:8080/path");

    public HttpClient CreateClient()
    {
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AutomaticDecompression = DecompressionMethods.All };
        handler.SslOptions.EnabledSslProtocols = Tls.Protocols;
        handler.SslOptions.AllowRenegotiation = Tls.AllowsRenegotiation;
        if (Tls.ClientCertificate is not null)
            handler.SslOptions.ClientCertificates = [Tls.ClientCertificate];
        if (Tls.TrustedRoots is not null)
            handler.SslOptions.CertificateChainPolicy = TlsVerification.PolicyOf(Tls.TrustedRoots);
        if (Tls.SkipsVerification)
            handler.SslOptions.RemoteCertificateValidationCallback = TlsVerification.Skip;
        return new HttpClient(handler) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
    }

    /// <param name="request">Takes the headers; those of the content go there.</param>
    /// <param name="headers">An object, or its JSON text.</param>
    /// <exception cref="SqlException">The text is no JSON object.</exception>
    public static void AddHeaders(HttpRequestMessage request, SqlValue headers)
    {
        if (headers.IsNull)
            return;

        var entries = headers.IsString ? SqlJson.Parse(headers.AsString()) : headers;
        if (entries.Kind != SqlKind.Object)
            throw new SqlException($"found {SqlText.Describe(entries)} as headers, expected an object");

        foreach (var (name, value) in entries.AsObject())
        {
            var text = SqlText.ToText(value);
            if (!request.Headers.TryAddWithoutValidation(name, text) && request.Content is { } content)
            {
                content.Headers.Remove(name);
                content.Headers.TryAddWithoutValidation(name, text);
            }
        }
    }
}
