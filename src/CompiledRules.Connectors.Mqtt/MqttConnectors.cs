namespace CompiledRules.Connectors.Mqtt;

/// <summary>The connectors of MQTT.</summary>
public static class MqttConnectors
{
    /// <summary>Adds the source and the sink <c>mqtt</c>. Those of one registry that name the same <c>connectionSelector</c> share a connection.</summary>
    public static ConnectorRegistry AddMqtt(this ConnectorRegistry registry)
    {
        var clients = new MqttClients();
        return registry
            .AddSource("mqtt", (options, context) => new MqttSource(options, context, clients))
            .AddSink("mqtt", (options, context) => new MqttSink(options, context, clients));
    }
}
