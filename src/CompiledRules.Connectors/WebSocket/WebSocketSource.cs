using System.Net.WebSockets;

namespace CompiledRules.Connectors.WebSocket;

/// <summary>Messages of a WebSocket server: <c>TYPE="websocket", DATASOURCE="/path", addr="host:port"</c>. A lost connection is an error, so that the runtime connects again.</summary>
public sealed class WebSocketSource(ConnectorOptions options, ConnectorContext context) : ISource<SourceMessage>
{
    private const int BufferSize = 64 * 1024;

    private readonly WebSocketSettings _settings = WebSocketSettings.Read(options, context);

    public IDisposable Subscribe(IObserver<SourceMessage> observer)
    {
        var stop = new CancellationTokenSource();
        _ = Task.Run(() => RunAsync(observer, stop.Token), CancellationToken.None);
        return new Release(() =>
        {
            stop.Cancel();
            stop.Dispose();
        });
    }

    private async Task RunAsync(IObserver<SourceMessage> observer, CancellationToken stop)
    {
        try
        {
            using var socket = await _settings.ConnectAsync(stop).ConfigureAwait(false);
            await ReceiveAsync(socket, observer, stop).ConfigureAwait(false);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // Nobody listens any more.
        }
        catch (Exception exception) when (exception is IOException or WebSocketException)
        {
            observer.OnError(exception as IOException ?? new IOException($"{_settings.Address}: {exception.Message}", exception));
        }
    }

    private async Task ReceiveAsync(ClientWebSocket socket, IObserver<SourceMessage> observer, CancellationToken stop)
    {
        var buffer = new byte[BufferSize];
        using var message = new MemoryStream();
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), stop).ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close)
                throw new IOException($"{_settings.Address}: the server has closed the connection");

            message.Write(buffer.AsSpan(0, part.Count));
            if (!part.EndOfMessage)
                continue;

            observer.OnNext(new SourceMessage(message.ToArray()));
            message.SetLength(0);
        }
    }
}
