namespace CompiledRules.Connectors.Mqtt;

/// <summary>The connectors of MQTT.</summary>
public static class MqttConnectors
{
    /// <summary>Adds the source and the sink <c>mqtt</c>.</summary>
    public static ConnectorRegistry AddMqtt(this ConnectorRegistry registry) => registry
        .AddSource("mqtt", static (options, context) => new MqttSource(options, context))
        .AddSink("mqtt", static (options, context) => new MqttSink(options, context));
}
