using System.Collections.Immutable;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace CompiledRules.Connectors.Mqtt;

/// <summary>One connection with all that is subscribed to over it: made once for each topic, and again after each loss.</summary>
/// <remarks>
/// Messages are handed on one after the other, so that a stream which is full holds up those that share the connection with it. Under MQTT 5 the broker says which subscription
/// a message is for. Before, it goes to all whose topic fits: where topics of one connection overlap, some brokers send a copy for each, and each stream then has them all.
/// </remarks>
internal sealed class MqttShare : IAsyncDisposable
{
    private readonly MqttConnection _connection;
    private readonly bool _hasIdentifiers;
    private readonly bool _unsubscribes;
    private readonly Lock _gate = new();
    private ImmutableArray<MqttListener> _listeners = [];
    private uint _lastIdentifier;
    private Task? _begun;

    public MqttShare(MqttSettings settings, TimeProvider time)
    {
        _hasIdentifiers = settings.Client.ProtocolVersion == MqttProtocolVersion.V500;

        // A connection of one's own ends with its only topic, and what a session keeps must stay subscribed to.
        _unsubscribes = settings.Selector is not null && settings.Client.CleanSession;
        _connection = new MqttConnection(settings, time, Status, ResubscribeAsync);
        _connection.Client.ApplicationMessageReceivedAsync += args =>
        {
            Deliver(args);
            return Task.CompletedTask;
        };
    }

    public ConnectionStatusFeed Status { get; } = new();

    /// <summary>Begins with the first call; ends when the first attempt has succeeded or failed.</summary>
    public Task StartAsync(CancellationToken cancellation)
    {
        lock (_gate)
            _begun ??= _connection.StartAsync(CancellationToken.None);
        return _begun.WaitAsync(cancellation);
    }

    /// <summary>Hands messages of a topic to <paramref name="take"/> until the result is disposed. Where the broker refuses, the connection counts as lost.</summary>
    public IDisposable Listen(string topic, MqttQualityOfServiceLevel qos, Action<MqttApplicationMessageReceivedEventArgs> take)
    {
        MqttListener listener;
        lock (_gate)
        {
            var same = _listeners.FirstOrDefault(known => known.Topic == topic);
            listener = new MqttListener(topic, qos, same?.Identifier ?? ++_lastIdentifier, take);
            _listeners = _listeners.Add(listener);
            if (_begun is null)
                return new Release(() => Leave(listener));
        }

        _ = SubscribeNowAsync(listener);
        return new Release(() => Leave(listener));
    }

    public Task<MqttClientPublishResult> PublishAsync(MqttApplicationMessage message, CancellationToken cancellation) => _connection.Client.PublishAsync(message, cancellation);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    // While the connection is away the subscription is made when it comes back.
    private async Task SubscribeNowAsync(MqttListener listener)
    {
        if (!_connection.Client.IsConnected)
            return;

        try
        {
            await SubscribeAsync(listener, CancellationToken.None);
        }
        catch (Exception exception)
        {
            Status.Set(ConnectionState.Disconnected, exception.Message);
            await _connection.Client.TryDisconnectAsync();
        }
    }

    private async Task ResubscribeAsync(IMqttClient client, CancellationToken cancellation)
    {
        foreach (var listener in _listeners.DistinctBy(static listener => listener.Topic))
            await SubscribeAsync(listener, cancellation);
    }

    private async Task SubscribeAsync(MqttListener listener, CancellationToken cancellation)
    {
        var options = new MqttClientSubscribeOptionsBuilder().WithTopicFilter(listener.Topic, listener.Qos);
        if (_hasIdentifiers)
            options.WithSubscriptionIdentifier(listener.Identifier);
        var result = await _connection.Client.SubscribeAsync(options.Build(), cancellation);
        foreach (var item in result.Items)
        {
            if (item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2)
                throw new IOException($"the broker refuses the subscription to '{listener.Topic}': {item.ResultCode}");
        }
    }

    private void Leave(MqttListener listener)
    {
        lock (_gate)
        {
            _listeners = _listeners.Remove(listener);
            if (_listeners.Any(other => other.Topic == listener.Topic))
                return;
        }

        if (_unsubscribes && _connection.Client.IsConnected)
            _ = UnsubscribeAsync(listener.Topic);
    }

    private async Task UnsubscribeAsync(string topic)
    {
        try
        {
            await _connection.Client.UnsubscribeAsync(topic);
        }
        catch (Exception)
        {
            // The connection is going, and the subscription with it.
        }
    }

    private void Deliver(MqttApplicationMessageReceivedEventArgs args)
    {
        var identifiers = args.ApplicationMessage.SubscriptionIdentifiers;
        foreach (var listener in _listeners)
        {
            if (identifiers is { Count: > 0 } ? identifiers.Contains(listener.Identifier) : listener.Hears(args.ApplicationMessage.Topic))
                listener.Take(args);
        }
    }
}
