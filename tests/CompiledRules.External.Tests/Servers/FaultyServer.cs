using System.Net;
using System.Net.Sockets;

namespace CompiledRules.External.Tests.Servers;

/// <summary>A TCP server that accepts and then does something wrong.</summary>
internal sealed class FaultyServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Fault _fault;
    private readonly byte[] _halfReply;
    private readonly SemaphoreSlim _requested = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    /// <param name="halfReply">How a good reply begins.</param>
    public FaultyServer(Fault fault, byte[] halfReply)
    {
        _fault = fault;
        _halfReply = halfReply;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        if (fault == Fault.Refuse)
            _listener.Stop();
        _running = fault == Fault.Refuse ? Task.CompletedTask : AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Completes when the first bytes of one more connection have come.</summary>
    public Task WhenRequestedAsync() => _requested.WaitAsync();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _running;
        _listener.Dispose();
        _stop.Dispose();
        _requested.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // Stopped, or stopped between two connections.
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                var stream = client.GetStream();
                await stream.ReadAtLeastAsync(new byte[4096], 1, cancellationToken: _stop.Token);
                _requested.Release();
                switch (_fault)
                {
                    case Fault.Reset:
                        client.Client.Close(0);
                        break;
                    case Fault.Hang:
                        await Task.Delay(Timeout.Infinite, _stop.Token);
                        break;
                    case Fault.Garbage:
                        await stream.WriteAsync(Enumerable.Range(0, 4096).Select(static i => (byte)((i * 31) ^ 0xC1)).ToArray());
                        break;
                    default:
                        await stream.WriteAsync(_halfReply);
                        break;
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // The test is over, or the client had enough.
        }
    }
}

public enum Fault
{
    Refuse,
    Reset,
    Hang,
    Garbage,
    HalfReply,
}
