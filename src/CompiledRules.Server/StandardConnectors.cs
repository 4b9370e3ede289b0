using CompiledRules.Connectors;
using CompiledRules.Connectors.Kafka;
using CompiledRules.Connectors.Memory;
using CompiledRules.Connectors.Mqtt;
using CompiledRules.Connectors.Redis;
using CompiledRules.Connectors.Sql;
using CompiledRules.Connectors.Web;
using CompiledRules.Connectors.ZeroMq;

namespace CompiledRules.Server;

/// <summary>All connectors that come with the product, for the server and the command.</summary>
public static class StandardConnectors
{
    /// <param name="topics">The topics that all rules share.</param>
    /// <param name="listener">Where sources and sinks listen that others connect to.</param>
    public static ConnectorRegistry Create(MemoryTopics topics, WebListener listener) =>
        new ConnectorRegistry().AddBuiltIn(topics).AddMqtt().AddSql().AddRedis().AddKafka().AddZeroMq().AddWeb(listener);
}
