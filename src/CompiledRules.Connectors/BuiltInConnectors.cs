using CompiledRules.Connectors.Files;
using CompiledRules.Connectors.HostMetrics;
using CompiledRules.Connectors.Http;
using CompiledRules.Connectors.Log;
using CompiledRules.Connectors.Memory;
using CompiledRules.Connectors.Nop;
using CompiledRules.Connectors.Simulator;
using CompiledRules.Connectors.Stdout;
using CompiledRules.Connectors.WebSocket;

namespace CompiledRules.Connectors;

/// <summary>The connectors that need no third-party package.</summary>
public static class BuiltInConnectors
{
    /// <summary>Adds the sources <c>file</c>, <c>hostmetrics</c>, <c>httppull</c>, <c>memory</c>, <c>simulator</c> and <c>websocket</c>, the sinks <c>file</c>, <c>log</c>,
    /// <c>memory</c>, <c>nop</c>, <c>rest</c>, <c>stdout</c> and <c>websocket</c>, and the lookups <c>file</c> and <c>memory</c>.</summary>
    /// <param name="registry">Takes them.</param>
    /// <param name="topics">The topics that all rules of the process share.</param>
    public static ConnectorRegistry AddBuiltIn(this ConnectorRegistry registry, MemoryTopics topics) => registry
        .AddSource("file", FileSources.Create)
        .AddSource("hostmetrics", static (options, context) => new HostMetricsSource(options, context))
        .AddSource("httppull", static (options, context) => new HttpPullSource(options, context))
        .AddSource("memory", (options, _) => new MemorySource(options, topics))
        .AddSource("simulator", static (options, context) => new SimulatorSource(options, context))
        .AddSource("websocket", static (options, context) => new WebSocketSource(options, context))
        .AddSink("file", FileSink.Create)
        .AddSink("log", static (_, context) => new LogSink(context))
        .AddSink("memory", (options, _) => new MemorySink(options, topics))
        .AddSink("nop", static (options, context) => new NopSink(options, context))
        .AddSink("rest", static (options, context) => new RestSink(options, context))
        .AddSink("stdout", static (_, context) => new StdoutSink(context))
        .AddSink("websocket", static (options, context) => new WebSocketSink(options, context))
        .AddLookup("file", static (options, context) => new FileLookup(options, context))
        .AddLookup("memory", (options, _) => new MemoryLookup(options, topics));
}
