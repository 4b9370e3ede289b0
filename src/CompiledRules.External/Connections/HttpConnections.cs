using CompiledRules.External.Definitions;

namespace CompiledRules.External.Connections;

/// <summary>HTTP connections as a definition wants them; shared by gRPC, REST and the fetching of tokens.</summary>
internal static class HttpConnections
{
    /// <param name="isGuarded">Whether private networks are out of reach.</param>
    public static SocketsHttpHandler Create(ConnectionOptions connection, bool isGuarded)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = connection.ConnectTimeout,
            SslOptions = TlsOptions.Create(connection),
            UseProxy = connection.Proxy is not null,
            Proxy = connection.Proxy is { } proxy ? new System.Net.WebProxy(proxy) : null,
            UseCookies = false,
            // Headers of a definition are meant for its address and for no other.
            AllowAutoRedirect = false,
            EnableMultipleHttp2Connections = true,
            // A service that moves is found again, although connections are kept.
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            KeepAlivePingTimeout = connection.KeepAliveTimeout,
        };
        if (connection.KeepAlive is { } interval)
            handler.KeepAlivePingDelay = interval;
        // A proxy is the choice of who runs the host; it, not we, resolves the name of the service.
        if (isGuarded && connection.Proxy is null)
            handler.ConnectCallback = PrivateNetworkGuard.ConnectAsync;
        return handler;
    }
}
