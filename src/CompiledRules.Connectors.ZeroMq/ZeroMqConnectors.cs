namespace CompiledRules.Connectors.ZeroMq;

/// <summary>The connectors of ZeroMQ.</summary>
public static class ZeroMqConnectors
{
    /// <summary>Adds the source and the sink <c>zmq</c>.</summary>
    public static ConnectorRegistry AddZeroMq(this ConnectorRegistry registry) => registry
        .AddSource("zmq", static (options, context) => new ZeroMqSource(options, context))
        .AddSink("zmq", static (options, _) => new ZeroMqSink(options));
}
