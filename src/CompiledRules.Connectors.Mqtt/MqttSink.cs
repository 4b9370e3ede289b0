using System.Text;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;

namespace CompiledRules.Connectors.Mqtt;

/// <summary>Publishes messages: <c>TYPE="mqtt", topic="alerts", server="tcp://host:1883"</c>. The topic may follow the data.</summary>
/// <remarks>
/// It connects again by itself. A message that comes while the broker cannot be reached is refused with an <see cref="IOException"/>. With <c>qos</c> 1 and 2 a
/// write ends when the broker has answered. <c>retained</c> makes the broker keep the last message; <c>properties</c> are sent with MQTT 5.
/// </remarks>
public sealed class MqttSink : IDynamicSink<ReadOnlyMemory<byte>>, IConnectionStatus
{
    private readonly MqttSettings _settings;
    private readonly MqttClients _clients;
    private readonly TimeProvider _time;
    private readonly string _topic;
    private readonly bool _isRetained;
    private readonly SqlObject? _properties;
    private readonly ConnectionStatusFeed _status = new();
    private MqttShare? _share;
    private IDisposable? _watch;

    /// <exception cref="OptionException">The topic is missing or has a wildcard, or an option cannot be used.</exception>
    internal MqttSink(ConnectorOptions options, ConnectorContext context, MqttClients clients)
    {
        (_clients, _time) = (clients, context.Time);
        _topic = options.GetStringOrNull("topic") ?? options.DataSource ?? options.RequireString("topic", "the topic to publish to");
        if (!ConnectorOptions.IsTemplate(_topic) && _topic.AsSpan().ContainsAny('+', '#'))
            throw options.Error("topic", $"found \"{_topic}\"; expected a topic without + and #");

        _settings = MqttSettings.Read(options, context, defaultQos: 0);
        _isRetained = options.GetBoolean("retained", false);
        _properties = options.GetObjectOrNull("properties");
    }

    public ConnectionStatus Status => _status.Current;

    public IObservable<ConnectionStatus> StatusChanges => _status;

    /// <summary>Ends with the first attempt, also where that fails: the sink goes on trying.</summary>
    public async ValueTask ConnectAsync(CancellationToken cancellation)
    {
        _share ??= _clients.Rent(_settings, _time);
        _watch ??= _share.Status.Subscribe(new StatusForward(_status));
        await _share.StartAsync(cancellation);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation) => PublishAsync(message, _topic, cancellation);

    public ValueTask WriteAsync(ReadOnlyMemory<byte> message, IReadOnlyDictionary<string, string> properties, CancellationToken cancellation) =>
        PublishAsync(message, properties.GetValueOrDefault("topic", _topic), cancellation);

    public ValueTask DisposeAsync()
    {
        _watch?.Dispose();
        return _share is null ? default : _clients.ReturnAsync(_share);
    }

    private async ValueTask PublishAsync(ReadOnlyMemory<byte> message, string topic, CancellationToken cancellation)
    {
        if (_share is null || Status.State != ConnectionState.Connected)
            throw new IOException($"the message for '{topic}' cannot be sent: {Status.Error ?? $"{_settings.Server}: not connected"}");

        MqttClientPublishResult result;
        try
        {
            result = await _share.PublishAsync(Build(message, topic), cancellation);
        }
        catch (Exception exception) when (exception is MqttCommunicationException or MqttClientNotConnectedException or MqttClientDisconnectedException)
        {
            throw new IOException($"the message for '{topic}' cannot be sent: {_settings.Server}: {exception.Message}", exception);
        }

        if (!result.IsSuccess)
            throw new InvalidOperationException($"{_settings.Server} refuses the message for '{topic}': {result.ReasonCode} {result.ReasonString}");
    }

    private MqttApplicationMessage Build(ReadOnlyMemory<byte> message, string topic)
    {
        var builder = new MqttApplicationMessageBuilder()
            .WithTopic(topic)
            .WithPayloadSegment(message)
            .WithQualityOfServiceLevel(_settings.Qos)
            .WithRetainFlag(_isRetained);
        if (_properties is not null && _settings.Client.ProtocolVersion == MqttProtocolVersion.V500)
        {
            foreach (var (name, value) in _properties)
                builder.WithUserProperty(name, Encoding.UTF8.GetBytes(SqlText.ToText(value)));
        }

        return builder.Build();
    }
}
