namespace CompiledRules.Connectors.Kafka;

/// <summary>The connectors of Kafka.</summary>
public static class KafkaConnectors
{
    /// <summary>Adds the source and the sink <c>kafka</c>.</summary>
    public static ConnectorRegistry AddKafka(this ConnectorRegistry registry) => registry
        .AddSource("kafka", static (options, context) => new KafkaSource(options, context))
        .AddSink("kafka", static (options, context) => new SinkConnector.Encoded(new KafkaSink(options, context), WrapsItself: true));
}
