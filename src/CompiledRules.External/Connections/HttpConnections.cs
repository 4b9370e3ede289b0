using CompiledRules.External.Definitions;

namespace CompiledRules.External.Connections;

/// <summary>HTTP connections as a definition wants them; shared by gRPC, REST and the fetching of tokens.</summary>
internal static class HttpConnections
{
    public static SocketsHttpHandler Create(ConnectionOptions connection)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = connection.ConnectTimeout,
            SslOptions = TlsOptions.Create(connection),
            UseProxy = connection.Proxy is not null,
            Proxy = connection.Proxy is { } proxy ? new System.Net.WebProxy(proxy) : null,
            UseCookies = false,
            EnableMultipleHttp2Connections = true,
            // A service that moves is found again, although connections are kept.
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            KeepAlivePingTimeout = connection.KeepAliveTimeout,
        };
        if (connection.KeepAlive is { } interval)
            handler.KeepAlivePingDelay = interval;
        return handler;
    }
}
