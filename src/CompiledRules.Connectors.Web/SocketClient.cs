using System.Net.WebSockets;
using System.Threading.Channels;

namespace CompiledRules.Connectors.Web;

/// <summary>One WebSocket client: what it sends goes to the sources of its path, and it hears the sinks there.</summary>
internal sealed class SocketClient(System.Net.WebSockets.WebSocket socket, Audience audience, Action<byte[]> hear, long maxMessageBytes)
{
    private const int BufferSize = 16 * 1024;

    /// <summary>Ends when the client has gone, or nothing stands under the path any more.</summary>
    public async Task RunAsync(CancellationToken aborted)
    {
        var messages = audience.Join();
        try
        {
            var receiving = ReceiveAsync(messages, aborted);
            await SendAsync(messages, aborted).ConfigureAwait(false);
            await receiving.ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // It has gone without a word.
        }
        finally
        {
            audience.Leave(messages);
        }
    }

    private async Task SendAsync(Channel<byte[]> messages, CancellationToken aborted)
    {
        await foreach (var message in messages.Reader.ReadAllAsync(aborted).ConfigureAwait(false))
            await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, aborted).ConfigureAwait(false);
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, aborted).ConfigureAwait(false);
    }

    private async Task ReceiveAsync(Channel<byte[]> messages, CancellationToken aborted)
    {
        try
        {
            var buffer = new byte[BufferSize];
            using var message = new MemoryStream();
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(), aborted).ConfigureAwait(false);
                if (part.MessageType == WebSocketMessageType.Close)
                    return;

                message.Write(buffer.AsSpan(0, part.Count));
                if (message.Length > maxMessageBytes)
                {
                    await socket.CloseAsync(WebSocketCloseStatus.MessageTooBig, null, aborted).ConfigureAwait(false);
                    return;
                }

                if (!part.EndOfMessage)
                    continue;

                hear(message.ToArray());
                message.SetLength(0);
            }
        }
        finally
        {
            messages.Writer.TryComplete();
        }
    }
}
