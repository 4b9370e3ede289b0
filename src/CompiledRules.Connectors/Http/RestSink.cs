using CompiledRules.Formats.Payloads;

namespace CompiledRules.Connectors.Http;

/// <summary>Sends each message in a request: <c>TYPE="rest", url="http://host/path"</c>.</summary>
/// <remarks>
/// <c>method</c> is POST unless given; <c>bodyType</c> none, json, text, html, xml, javascript or form decides the content type and is none for GET and json for
/// the others. With <c>compression</c> the body's <c>Content-Encoding</c> says so. <c>url</c>, <c>method</c>, <c>bodyType</c> and <c>headers</c> may follow the data. Connection faults and time-outs can be tried again, an answer
/// other than success is final.
/// </remarks>
public sealed class RestSink : IDynamicSink<ReadOnlyMemory<byte>>
{
    private readonly HttpSettings _settings;
    private readonly HttpClient _client;
    private readonly HttpTokens? _tokens;
    private readonly ConnectorContext _context;
    private readonly string _url;
    private readonly string _method;
    private readonly string _bodyType;
    private readonly string? _contentEncoding;
    private readonly bool _logsAnswers;

    /// <exception cref="OptionException">The address is missing, or an option cannot be used.</exception>
    public RestSink(ConnectorOptions options, ConnectorContext context)
    {
        _context = context;
        _settings = HttpSettings.Read(options, context);
        _url = options.RequireString("url", "the address to send to, such as http://host:8080/path");
        if (!ConnectorOptions.IsTemplate(_url))
            HttpSettings.ParseUrl(options, _url);

        _method = IsDynamic(options, "method") ? options.GetString("method", "") : HttpSettings.ReadMethod(options, "POST").Method;
        _bodyType = IsDynamic(options, "bodyType")
            ? options.GetString("bodyType", "")
            : options.GetChoice("bodyType", _method == "GET" ? "none" : "json", "none", "json", "text", "html", "xml", "javascript", "form");
        _contentEncoding = Compression.Read(options, "compression")?.ContentEncoding;
        _logsAnswers = options.GetBoolean("debugResp", false);
        _client = _settings.CreateClient();
        _tokens = _settings.Login is { } login ? new HttpTokens(login, _client, _settings, context.Time) : null;
    }

    public ValueTask ConnectAsync(CancellationToken cancellation) => default;

    public ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation) => SendAsync(message, null, cancellation);

    public ValueTask WriteAsync(ReadOnlyMemory<byte> message, IReadOnlyDictionary<string, string> properties, CancellationToken cancellation) =>
        SendAsync(message, properties, cancellation);

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return default;
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> message, IReadOnlyDictionary<string, string>? properties, CancellationToken cancellation)
    {
        var url = properties?.GetValueOrDefault("url") ?? _url;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address))
            throw new SqlException($"found url '{url}', expected an address such as http://host:8080/path");

        using var request = new HttpRequestMessage(new HttpMethod(properties?.GetValueOrDefault("method") ?? _method), address);
        if (HttpSettings.MediaTypeOf(properties?.GetValueOrDefault("bodyType") ?? _bodyType) is { } mediaType)
            request.Content = new ReadOnlyMemoryContent(message) { Headers = { ContentType = mediaType } };
        if (_contentEncoding is not null)
            request.Content?.Headers.ContentEncoding.Add(_contentEncoding);

        var headers = properties?.GetValueOrDefault("headers") is { } given ? given : _settings.Headers;
        var answer = await HttpTokens.SendAsync(_tokens, _client, request, headers, _settings, _context.Time, cancellation).ConfigureAwait(false);
        if (_logsAnswers)
            _context.Log($"{_context.Name}: {request.Method} {address}: {System.Text.Encoding.UTF8.GetString(answer)}");
    }

    private static bool IsDynamic(ConnectorOptions options, string name) => options.GetStringOrNull(name) is { } text && ConnectorOptions.IsTemplate(text);
}
