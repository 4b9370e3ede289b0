using System.Net.WebSockets;
using CompiledRules.Connectors.Tls;

namespace CompiledRules.Connectors.WebSocket;

/// <summary>Where a WebSocket client connects to.</summary>
internal sealed record WebSocketSettings(Uri Address, TlsSettings Tls)
{
    /// <exception cref="OptionException">The address is missing, or an option cannot be used.</exception>
    public static WebSocketSettings Read(ConnectorOptions options, ConnectorContext context)
    {
        var host = options.RequireString("addr", "the host and port to connect to, such as 127.0.0.1:8080");
        var scheme = options.GetChoice("scheme", "ws", "ws", "wss");
        var path = (options.GetStringOrNull("path") ?? options.DataSource ?? "").TrimStart('/');
        return Uri.TryCreate($"{scheme}://{host}/{path}", UriKind.Absolute, out var address)
            ? new WebSocketSettings(address, TlsSettings.Read(options, context))
            : throw options.Error("addr", $"found \"{host}\"; expected a host and port such as 127.0.0.1:8080");
    }

    /// <exception cref="IOException">The other side cannot be reached.</exception>
    public async Task<ClientWebSocket> ConnectAsync(CancellationToken cancellation)
    {
        var socket = new ClientWebSocket();
        if (Tls.ClientCertificate is not null)
            socket.Options.ClientCertificates.Add(Tls.ClientCertificate);
        if (Tls.SkipsVerification)
            socket.Options.RemoteCertificateValidationCallback = TlsVerification.Skip;
        else if (Tls.TrustedRoots is not null)
            socket.Options.RemoteCertificateValidationCallback = TlsVerification.ByRoots(Tls.TrustedRoots);
        try
        {
            await socket.ConnectAsync(Address, cancellation).ConfigureAwait(false);
            return socket;
        }
        catch (WebSocketException exception)
        {
            socket.Dispose();
            throw new IOException($"{Address}: {exception.InnerException?.Message ?? exception.Message}", exception);
        }
    }
}
