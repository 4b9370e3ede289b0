using System.Buffers;
using System.Text;
using MQTTnet;

namespace CompiledRules.Connectors.Mqtt;

/// <summary>Messages of an MQTT topic: <c>TYPE="mqtt", DATASOURCE="rooms/+", server="tcp://host:1883"</c>. Metadata: <c>topic</c>, <c>qos</c>, <c>messageId</c>, and
/// <c>properties</c> with MQTT 5.</summary>
/// <remarks>
/// A topic <c>$share/group/rooms/+</c> shares its messages among the streams of the group. It connects again by itself; while it cannot,
/// <see cref="Status"/> says why. A message counts as received once the stream has taken it, so that a full stream holds the broker back. A payload equal to <c>eofMessage</c> (base64) ends the stream.
/// </remarks>
public sealed class MqttSource : ISource<SourceMessage>, IConnectionStatus
{
    private static readonly string[] s_metadata = ["topic", "qos", "messageId"];
    private static readonly string[] s_metadataWithProperties = [.. s_metadata, "properties"];

    private readonly MqttSettings _settings;
    private readonly TimeProvider _time;
    private readonly string _topic;
    private readonly byte[]? _eof;
    private readonly ConnectionStatusFeed _status = new();
    private readonly MqttClients _clients;

    /// <exception cref="OptionException">The topic is missing, or an option cannot be used.</exception>
    internal MqttSource(ConnectorOptions options, ConnectorContext context, MqttClients clients)
    {
        _clients = clients;
        _topic = options.RequireString("DATASOURCE", "the topic to subscribe to, such as \"rooms/+\"");
        _settings = MqttSettings.Read(options, context, defaultQos: 1);
        _time = context.Time;
        _eof = ReadEof(options);
    }

    public ConnectionStatus Status => _status.Current;

    public IObservable<ConnectionStatus> StatusChanges => _status;

    public IDisposable Subscribe(IObserver<SourceMessage> observer)
    {
        var share = _clients.Rent(_settings, _time);
        var listening = share.Listen(_topic, _settings.Qos, args => Deliver(args, observer));
        var watch = share.Status.Subscribe(new StatusForward(_status));
        _ = share.StartAsync(CancellationToken.None);

        // Not waited for: the runtime disposes on its own loop, which the last message may be waiting to enter.
        return new Release(() =>
        {
            watch.Dispose();
            listening.Dispose();
            _ = _clients.ReturnAsync(share).AsTask();
        });
    }

    private void Deliver(MqttApplicationMessageReceivedEventArgs args, IObserver<SourceMessage> observer)
    {
        var message = args.ApplicationMessage;

        // The client reuses its buffers.
        var payload = message.Payload.ToArray();
        if (_eof is not null && payload.AsSpan().SequenceEqual(_eof))
            observer.OnCompleted();
        else
            observer.OnNext(new SourceMessage(payload, MetadataOf(args)));
    }

    private static SqlObject MetadataOf(MqttApplicationMessageReceivedEventArgs args)
    {
        var message = args.ApplicationMessage;
        SqlValue topic = message.Topic;
        SqlValue qos = (long)message.QualityOfServiceLevel;
        SqlValue id = (long)args.PacketIdentifier;
        if (message.UserProperties is not { Count: > 0 } properties)
            return SqlObject.FromArrays(s_metadata, [topic, qos, id]);

        var pairs = properties.Select(static property => KeyValuePair.Create(property.Name, (SqlValue)Encoding.UTF8.GetString(property.ValueBuffer.Span)));
        return SqlObject.FromArrays(s_metadataWithProperties, [topic, qos, id, SqlObject.From(pairs)]);
    }

    private static byte[]? ReadEof(ConnectorOptions options)
    {
        try
        {
            return options.GetStringOrNull("eofMessage") is { } text ? Convert.FromBase64String(text) : null;
        }
        catch (FormatException)
        {
            throw options.Error("eofMessage", "its value cannot be used; expected the base64 form of the payload that ends the stream");
        }
    }
}
