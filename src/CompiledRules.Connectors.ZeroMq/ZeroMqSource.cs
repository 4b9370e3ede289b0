using NetMQ;
using NetMQ.Sockets;

namespace CompiledRules.Connectors.ZeroMq;

/// <summary>Messages of a publisher: <c>TYPE="zmq", DATASOURCE="alerts", server="tcp://host:5563"</c>. Metadata: <c>topic</c>, where a topic is asked for.</summary>
/// <remarks>
/// <c>DATASOURCE</c> is what the first frame of a message begins with; that frame is the topic and the rest the message. Without it every message is taken whole. The
/// connection comes back by itself; what is published until then is lost, as a publisher keeps nothing.
/// </remarks>
public sealed class ZeroMqSource : ISource<SourceMessage>
{
    private readonly string _server;
    private readonly string _topic;
    private readonly string _name;

    /// <exception cref="OptionException">The address is missing or cannot be used.</exception>
    public ZeroMqSource(ConnectorOptions options, ConnectorContext context)
    {
        _server = ZeroMqAddress.Read(options);
        _topic = options.DataSource ?? "";
        _name = context.Name;
    }

    public IDisposable Subscribe(IObserver<SourceMessage> observer)
    {
        var subscription = new Subscription(_server, _topic, observer);
        new Thread(subscription.Run) { IsBackground = true, Name = $"zmq {_name}" }.Start();
        return subscription;
    }

    private sealed class Subscription(string server, string topic, IObserver<SourceMessage> observer) : IDisposable
    {
        // From one look to the next at whether it is all over.
        private static readonly TimeSpan s_pollTime = TimeSpan.FromMilliseconds(100);

        private volatile bool _isDisposed;

        public void Run()
        {
            try
            {
                using var socket = new SubscriberSocket();
                socket.Options.Linger = TimeSpan.Zero;
                socket.Connect(server);
                socket.Subscribe(topic);
                while (!_isDisposed)
                {
                    NetMQMessage? message = null;
                    if (socket.TryReceiveMultipartMessage(s_pollTime, ref message) && !_isDisposed)
                        observer.OnNext(Read(message!));
                }
            }
            catch (NetMQException exception)
            {
                if (!_isDisposed)
                    observer.OnError(new IOException($"{server}: {exception.Message}", exception));
            }
        }

        public void Dispose() => _isDisposed = true;

        private SourceMessage Read(NetMQMessage message)
        {
            var first = topic.Length == 0 ? 0 : 1;
            var payload = message.FrameCount == first + 1
                ? message[first].ToByteArray()
                : message.Skip(first).SelectMany(static frame => frame.ToByteArray()).ToArray();
            return new SourceMessage(payload, first == 0 ? null : SqlObject.FromArrays(["topic"], [message[0].ConvertToString()]));
        }
    }
}
