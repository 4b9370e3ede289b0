namespace CompiledRules.Server.Store;

/// <summary>The sections of the store.</summary>
internal static class Sections
{
    /// <summary>Streams and tables, which share their names.</summary>
    public const string Streams = "stream";

    public const string Rules = "rule";

    public const string Schemas = "schema";

    /// <summary>Options of sources, sinks and connections under a name: keys are <c>type.name</c>.</summary>
    public const string SourceOptions = "sourceConfig";

    public const string SinkOptions = "sinkConfig";

    public const string Connections = "connectionConfig";

    /// <summary>The requests that have installed plugins and services.</summary>
    public const string NativePlugins = "nativePlugin";

    public const string PortablePlugins = "portablePlugin";

    /// <summary>Functions in JavaScript.</summary>
    public const string Scripts = "script";

    public const string Services = "serviceInstall";
}
