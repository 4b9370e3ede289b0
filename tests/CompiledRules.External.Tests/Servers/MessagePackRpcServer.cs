using System.Buffers;
using System.Net;
using System.Net.Sockets;
using MessagePack;

namespace CompiledRules.External.Tests.Servers;

/// <summary>A msgpack-rpc server: answers each request through a function of method and parameters.</summary>
internal sealed class MessagePackRpcServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, object?[], object?> _answer;
    private readonly List<Task> _tasks = [];
    private readonly List<TcpClient> _clients = [];
    private readonly Lock _gate = new();
    private int _connections;

    /// <param name="answer">An exception's message becomes the error of the response.</param>
    public MessagePackRpcServer(Func<string, object?[], object?> answer)
    {
        _answer = answer;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _tasks.Add(AcceptAsync());
    }

    public int Port { get; }

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Whether replies leave the last request of each burst first.</summary>
    public bool Reverses { get; set; }

    public void DropConnections()
    {
        lock (_gate)
            _clients.ForEach(static client => client.Client.Close(0));
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        DropConnections();
        Task[] tasks;
        lock (_gate)
            tasks = [.. _tasks];
        await Task.WhenAll(tasks);
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                Interlocked.Increment(ref _connections);
                lock (_gate)
                {
                    _clients.Add(client);
                    _tasks.Add(ServeAsync(client));
                }
            }
        }
        catch (Exception error) when (error is SocketException or InvalidOperationException)
        {
            // Stopped, or stopped between two connections.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            await using var stream = client.GetStream();
            using var reader = new MessagePackStreamReader(stream);
            var held = new List<byte[]>();
            while (await reader.ReadAsync(CancellationToken.None) is { } message)
            {
                held.Add(Answer(message));
                if (Reverses && held.Count < 3)
                    continue;

                held.Reverse();
                await stream.WriteAsync(held.SelectMany(static bytes => bytes).ToArray());
                held.Clear();
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The client has gone, or the test drops it.
        }
    }

    private byte[] Answer(ReadOnlySequence<byte> message)
    {
        var request = MessagePackSerializer.Deserialize<object?[]>(message)!;
        object? error = null;
        object? result = null;
        try
        {
            result = _answer((string)request[2]!, (object?[])request[3]!);
        }
        catch (ArgumentException exception)
        {
            error = exception.Message;
        }

        return MessagePackSerializer.Serialize<object?[]>([1, request[1], error, result]);
    }
}
