using System.Net.WebSockets;

namespace CompiledRules.Connectors.WebSocket;

/// <summary>Sends each message to a WebSocket server: <c>TYPE="websocket", path="/path", addr="host:port"</c>. After a loss the next message connects again.</summary>
public sealed class WebSocketSink(ConnectorOptions options, ConnectorContext context) : ISink<ReadOnlyMemory<byte>>
{
    private readonly WebSocketSettings _settings = WebSocketSettings.Read(options, context);
    private ClientWebSocket? _socket;
    private Task _loss = Task.CompletedTask;

    public ValueTask ConnectAsync(CancellationToken cancellation) => default;

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        if (_loss.IsCompleted)
            Forget();
        try
        {
            if (_socket is null)
            {
                _socket = await _settings.ConnectAsync(cancellation).ConfigureAwait(false);
                _loss = WaitForLossAsync(_socket);
            }

            await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            // A socket that is lost while it sends says that it was cancelled.
            Forget();
            throw exception as IOException ?? new IOException($"{_settings.Address}: {exception.Message}", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_socket is null)
            return;

        try
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).ConfigureAwait(false);
        }
        catch (WebSocketException)
        {
            // It is gone already.
        }

        _socket.Dispose();
    }

    private void Forget()
    {
        _socket?.Dispose();
        _socket = null;
    }

    // A socket notices that the other side has closed it only when it is read from.
    private static async Task WaitForLossAsync(ClientWebSocket socket)
    {
        var buffer = new byte[1024];
        try
        {
            while ((await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).ConfigureAwait(false)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Lost all the same.
        }
    }
}
