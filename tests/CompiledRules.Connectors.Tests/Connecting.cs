using CompiledRules.Connectors.Memory;

namespace CompiledRules.Connectors.Tests;

/// <summary>Makes built-in connectors with options as SQL would give them.</summary>
internal static class Connecting
{
    public static SourceConnector Source(string name, ConnectorContext context, params (string Name, SqlValue Value)[] options) =>
        Registry().CreateSource(name, Values(options), context);

    public static SinkConnector Sink(string name, ConnectorContext context, params (string Name, SqlValue Value)[] options) =>
        Registry().CreateSink(name, Values(options), context);

    public static IEnumerable<KeyValuePair<string, SqlValue>> Values((string Name, SqlValue Value)[] options) =>
        options.Select(static option => KeyValuePair.Create(option.Name, option.Value));

    public static ConnectorRegistry Registry() => new ConnectorRegistry().AddBuiltIn(new MemoryTopics());
}
