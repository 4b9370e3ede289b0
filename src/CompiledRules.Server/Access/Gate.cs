using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace CompiledRules.Server.Access;

/// <summary>Lets callers in by a key or a token, as far as that reaches. <c>/</c> and <c>/ping</c> are open.</summary>
internal sealed class Gate
{
    private readonly IReadOnlyList<(byte[] Hash, AccessScope Scope)> _keys;
    private readonly JsonWebTokens _tokens;

    /// <param name="own">What the server sends to itself.</param>
    public Gate(IEnumerable<ApiKey> keys, JsonWebTokens tokens, string own)
    {
        _keys = [.. keys.Append(new ApiKey(own, AccessScope.Admin)).Select(static key => (Hash(key.Key), key.Scope))];
        _tokens = tokens;
    }

    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        var needed = RequiredScope.Of(context.GetEndpoint(), context.Request.Method, context.Request.Path);
        if (context.Request.Path.Value is "/" or "/ping")
        {
            await next(context);
            return;
        }

        try
        {
            if (ScopeOf(context.Request) >= needed)
                await next(context);
            else
                await RefuseAsync(context, StatusCodes.Status403Forbidden, $"this needs the scope {needed.ToString().ToLowerInvariant()}");
        }
        catch (TokenException error)
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, error.Message);
        }
    }

    private AccessScope ScopeOf(HttpRequest request)
    {
        var given = request.Headers["X-Api-Key"].ToString();
        if (given.Length == 0)
            given = request.Headers.Authorization.ToString();
        if (given.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            given = given[7..];

        // Browsers cannot set headers of event streams and WebSockets.
        if (given.Length == 0 && request.Path.StartsWithSegments("/test", StringComparison.Ordinal))
            given = request.Query["access_token"].ToString();
        if (given.Length == 0)
            throw new TokenException("an API key or a token is required, as X-Api-Key or as Authorization: Bearer");

        var hash = Hash(given);
        AccessScope? scope = null;
        foreach (var key in _keys)
        {
            // All are compared, so that the time tells nothing.
            if (CryptographicOperations.FixedTimeEquals(hash, key.Hash))
                scope = key.Scope;
        }

        return scope ?? _tokens.Read(given);
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static Task RefuseAsync(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(reason, context.RequestAborted);
    }
}

/// <summary>What an endpoint needs beyond what its method says; metadata of the endpoint.</summary>
internal sealed record RequiredScope(AccessScope Scope)
{
    public static RequiredScope Admin { get; } = new(AccessScope.Admin);

    private static readonly string[] s_installing = ["/plugins", "/services", "/config/uploads"];

    /// <summary>For questions that are asked by POST.</summary>
    public static RequiredScope Read { get; } = new(AccessScope.Read);

    /// <summary>What a request needs: to see, to change, and, where it brings code or files, to do all.</summary>
    public static AccessScope Of(Endpoint? endpoint, string method, PathString path)
    {
        if (endpoint?.Metadata.GetMetadata<RequiredScope>() is { } stated)
            return stated.Scope;
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method))
            return AccessScope.Read;
        return Array.Exists(s_installing, folder => path.StartsWithSegments(folder, StringComparison.OrdinalIgnoreCase)) ? AccessScope.Admin : AccessScope.Write;
    }
}
