namespace CompiledRules.Connectors.Redis;

/// <summary>The connectors of Redis.</summary>
public static class RedisConnectors
{
    /// <summary>Adds the source <c>redisSub</c>, the sinks <c>redis</c> and <c>redisPub</c>, and the lookup <c>redis</c>.</summary>
    public static ConnectorRegistry AddRedis(this ConnectorRegistry registry) => registry
        .AddSource("redisSub", static (options, context) => new RedisSubscriptionSource(options, context))
        .AddSink("redis", static (options, context) => new RedisSink(options, context))
        .AddSink("redisPub", static (options, context) => new RedisPublishSink(options, context))
        .AddLookup("redis", static (options, context) => new RedisLookup(options, context));
}
