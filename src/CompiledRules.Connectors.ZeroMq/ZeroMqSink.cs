using NetMQ;
using NetMQ.Sockets;

namespace CompiledRules.Connectors.ZeroMq;

/// <summary>Publishes messages: <c>TYPE="zmq", server="tcp://*:5563", topic="alerts"</c>. It listens at the address, and whoever has subscribed hears it; the topic may follow the data.</summary>
/// <remarks>With a topic a message has two frames, the topic and itself. A subscriber that is slow loses messages.</remarks>
public sealed class ZeroMqSink : IDynamicSink<ReadOnlyMemory<byte>>
{
    private readonly string _server;
    private readonly string? _topic;
    private PublisherSocket? _socket;

    /// <exception cref="OptionException">The address is missing or cannot be used.</exception>
    public ZeroMqSink(ConnectorOptions options)
    {
        _server = ZeroMqAddress.Read(options);
        _topic = options.GetStringOrNull("topic");
    }

    public ValueTask ConnectAsync(CancellationToken cancellation)
    {
        if (_socket is not null)
            return default;

        var socket = new PublisherSocket();
        try
        {
            socket.Options.Linger = TimeSpan.Zero;
            socket.Bind(_server);
            _socket = socket;
            return default;
        }
        catch (NetMQException exception)
        {
            socket.Dispose();
            throw new IOException($"{_server}: {exception.Message}", exception);
        }
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation) => Publish(message, _topic, cancellation);

    public ValueTask WriteAsync(ReadOnlyMemory<byte> message, IReadOnlyDictionary<string, string> properties, CancellationToken cancellation) =>
        Publish(message, properties.GetValueOrDefault("topic") ?? _topic, cancellation);

    public ValueTask DisposeAsync()
    {
        _socket?.Dispose();
        return default;
    }

    private async ValueTask Publish(ReadOnlyMemory<byte> message, string? topic, CancellationToken cancellation)
    {
        if (_socket is null)
            await ConnectAsync(cancellation).ConfigureAwait(false);
        if (string.IsNullOrEmpty(topic))
            _socket!.SendFrame(message.ToArray());
        else
            _socket!.SendMoreFrame(topic).SendFrame(message.ToArray());
    }
}
