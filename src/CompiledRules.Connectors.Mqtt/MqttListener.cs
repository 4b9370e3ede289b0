using CompiledRules.Connectors.Memory;
using MQTTnet;
using MQTTnet.Protocol;

namespace CompiledRules.Connectors.Mqtt;

/// <summary>Somebody who hears a topic.</summary>
/// <param name="topic">With its wildcards, and with <c>$share/group/</c> before it where the group's members share its messages.</param>
/// <param name="identifier">Under which the broker knows the subscription, with MQTT 5.</param>
internal sealed class MqttListener(string topic, MqttQualityOfServiceLevel qos, uint identifier, Action<MqttApplicationMessageReceivedEventArgs> take)
{
    private const string Share = "$share/";

    private readonly TopicFilter? _filter = TopicFilter.TryParse(WithoutShare(topic), out var filter) ? filter : null;

    public string Topic => topic;

    public MqttQualityOfServiceLevel Qos => qos;

    public uint Identifier => identifier;

    public Action<MqttApplicationMessageReceivedEventArgs> Take => take;

    public bool Hears(string published) => _filter?.Matches(published) ?? true;

    private static string WithoutShare(string topic) =>
        topic.StartsWith(Share, StringComparison.Ordinal) && topic.IndexOf('/', Share.Length) is > 0 and var end ? topic[(end + 1)..] : topic;
}
