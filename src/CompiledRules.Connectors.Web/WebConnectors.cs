using CompiledRules.Connectors.WebSocket;

namespace CompiledRules.Connectors.Web;

/// <summary>The connectors that other machines connect to.</summary>
public static class WebConnectors
{
    /// <summary>Adds the source <c>httppush</c>, the sink <c>sse</c>, and the source and the sink <c>websocket</c>, which is a server where no <c>addr</c> is given.</summary>
    /// <param name="registry">Takes them.</param>
    /// <param name="listener">Listens for all of them.</param>
    /// <remarks>
    /// <list type="bullet">
    /// <item><c>TYPE="httppush", DATASOURCE="/readings", method="POST"</c>: the body of each request to the path is a message; it is answered <c>ok</c> once the stream has
    /// taken it, so that a full stream holds its clients back. Several streams may share a path. A body with <c>Content-Encoding</c> gzip, deflate or br is unpacked.</item>
    /// <item><c>TYPE="websocket", DATASOURCE="/readings"</c>: what any client sends is a message.</item>
    /// <item>Sink <c>websocket</c> with <c>path="/alerts"</c> or <c>datasource</c>, and sink <c>sse</c> with <c>endpoint="/alerts"</c>: each message goes to all clients; a slow
    /// client loses its oldest messages, and where there is no client a message is gone.</item>
    /// </list>
    /// </remarks>
    public static ConnectorRegistry AddWeb(this ConnectorRegistry registry, WebListener listener) => registry
        .AddSource("httppush", (options, _) => PushSource(options, listener))
        .AddSource("websocket", (options, context) => options.Has("addr") ? new WebSocketSource(options, context) : SocketSource(options, listener))
        .AddSink("websocket", (options, context) => options.Has("addr") ? new WebSocketSink(options, context) : SocketSink(options, listener))
        .AddSink("sse", (options, _) => EventSink(options, listener));

    private static WebSource PushSource(ConnectorOptions options, WebListener listener)
    {
        var method = options.GetChoice("method", "POST", "POST", "PUT");
        return new WebSource(listener, WebPathOption.Check(options, "DATASOURCE", options.DataSource), (path, take) => path.AddPush(method, take));
    }

    private static WebSource SocketSource(ConnectorOptions options, WebListener listener) =>
        new(listener, WebPathOption.Check(options, "DATASOURCE", options.DataSource ?? options.GetStringOrNull("path")), static (path, take) => path.AddSocketSource(take));

    private static WebSink SocketSink(ConnectorOptions options, WebListener listener) =>
        new(listener, WebPathOption.Check(options, "path", options.GetStringOrNull("path") ?? options.DataSource), static path => path.AddSocketSink(), static path => path.Sockets);

    private static WebSink EventSink(ConnectorOptions options, WebListener listener) =>
        new(listener, WebPathOption.Check(options, "endpoint", options.GetStringOrNull("endpoint")), static path => path.AddEventSink(), static path => path.Events);
}
