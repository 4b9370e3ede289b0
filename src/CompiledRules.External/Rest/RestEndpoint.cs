using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using CompiledRules.External.Calls;
using CompiledRules.External.Connections;
using CompiledRules.External.Definitions;

namespace CompiledRules.External.Rest;

/// <summary>The HTTP connections to a REST service.</summary>
internal sealed class RestEndpoint : IEndpoint
{
    private const int LongestErrorText = 1024;

    private readonly HttpMessageInvoker _http;
    private readonly HeaderTemplates _headers;
    private readonly TokenSource? _tokens;
    private readonly ConnectionOptions _connection;

    public RestEndpoint(InterfaceDefinition definition, ExternalServicesOptions options)
    {
        _connection = definition.Connection;
        Address = definition.Address.GetLeftPart(UriPartial.Path).TrimEnd('/');
        _http = new HttpMessageInvoker(HttpConnections.Create(_connection, !options.EnablePrivateNetworks));
        _headers = new HeaderTemplates(_connection.Headers);
        if (_connection.OAuth is { } oauth)
            _tokens = new TokenSource(oauth, _http, options.Time);
    }

    /// <summary>Scheme, host, port and base path, without a slash at the end.</summary>
    public string Address { get; }

    public IMethodCall Bind(FunctionDefinition function) =>
        function.Method is { } method ? new RestCall(this, method) : new SchemalessCall(this);

    /// <param name="field">The text of an argument by its dotted path, for headers.</param>
    /// <param name="read">Media type and body of a good response → result.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Attempt> SendAsync(RestRequest request, Func<string, string?> field, Func<string, byte[], SqlValue> read, CancellationToken cancellation)
    {
        try
        {
            var token = _tokens is null ? null : await _tokens.GetAsync(cancellation).ConfigureAwait(false);
            using var first = await SendAsync(request, field, token, cancellation).ConfigureAwait(false);
            if (first.StatusCode != HttpStatusCode.Unauthorized || token is null)
                return await ReadAsync(first, read, cancellation).ConfigureAwait(false);

            // The token may have been withdrawn before its time: one attempt with a new one.
            _tokens!.Forget(token);
            token = await _tokens.GetAsync(cancellation).ConfigureAwait(false);
            using var second = await SendAsync(request, field, token, cancellation).ConfigureAwait(false);
            return await ReadAsync(second, read, cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            cancellation.ThrowIfCancellationRequested();
            var cause = error.InnerException ?? error;
            return Attempt.Failed(cause is PrivateNetworkException ? FailureKind.Refused : FailureKind.Connection, $"call {Address}: {cause.Message}", error);
        }
    }

    public ValueTask DisposeAsync()
    {
        _tokens?.Dispose();
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<HttpResponseMessage> SendAsync(RestRequest request, Func<string, string?> field, string? token, CancellationToken cancellation)
    {
        var message = new HttpRequestMessage(request.Verb, request.Address)
        {
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        if ((token ?? _connection.BearerToken?.Reveal()) is { } bearer)
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        foreach (var (name, value) in _headers.Render(field))
            SetHeader(message, name, value);
        return _http.SendAsync(message, cancellation);
    }

    private static void SetHeader(HttpRequestMessage message, string name, string value)
    {
        HttpHeaders? headers = name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) ? message.Content?.Headers : message.Headers;
        headers?.Remove(name);
        headers?.TryAddWithoutValidation(name, value);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<Attempt> ReadAsync(HttpResponseMessage response, Func<string, byte[], SqlValue> read, CancellationToken cancellation)
    {
        var body = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            var text = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, LongestErrorText)));
            return Attempt.Failed(Kind(response.StatusCode), $"http executor fails to err http return code: {(int)response.StatusCode} and error message {text}");
        }

        try
        {
            return Attempt.Of(read(response.Content.Headers.ContentType?.MediaType ?? "", body));
        }
        catch (SqlException error)
        {
            return new Attempt(default, new CallFailure(FailureKind.Reply, error));
        }
    }

    private static FailureKind Kind(HttpStatusCode status) => (int)status switch
    {
        408 or 429 or 502 or 503 or 504 => FailureKind.Busy,
        >= 500 => FailureKind.Server,
        _ => FailureKind.Refused,
    };
}
