using System.Net;
using System.Net.Sockets;
using MessagePack;

namespace ExternalFunctions;

/// <summary>A msgpack-rpc server with one method, <c>Spread(values)</c>: the largest value less the smallest.</summary>
internal sealed class StatisticsServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public StatisticsServer(int port)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _running = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token).ConfigureAwait(false)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections).ConfigureAwait(false);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                using var messages = new MessagePackStreamReader(stream);
                while (await messages.ReadAsync(_stop.Token).ConfigureAwait(false) is { } message)
                    await stream.WriteAsync(Answer(MessagePackSerializer.Deserialize<object?[]>(message)), _stop.Token).ConfigureAwait(false);
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or MessagePackSerializationException)
            {
                // The caller has gone, or does not speak msgpack-rpc.
            }
        }
    }

    // request := [ 0, number, method, parameters ] ; response := [ 1, number, error, result ]
    private static byte[] Answer(object?[] request)
    {
        var isKnown = request is [_, _, "Spread", object?[] { Length: 1 } and [object?[] { Length: > 0 }]];
        var values = isKnown ? ((object?[])((object?[])request[3]!)[0]!).Select(static value => Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture)).ToArray() : [];
        return isKnown
            ? MessagePackSerializer.Serialize<object?[]>([1, request[1], null, values.Max() - values.Min()])
            : MessagePackSerializer.Serialize<object?[]>([1, request[1], "Spread wants one array with at least one number", null]);
    }
}
