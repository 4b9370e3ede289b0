namespace CompiledRules.Server.Transfer;

/// <summary>The parts of an export, each a map from names to texts.</summary>
internal static class DataSections
{
    public const string Streams = "streams";
    public const string Tables = "tables";
    public const string Rules = "rules";
    public const string NativePlugins = "nativePlugins";
    public const string PortablePlugins = "portablePlugins";
    public const string SourceOptions = "sourceConfig";
    public const string SinkOptions = "sinkConfig";
    public const string Connections = "connectionConfig";
    public const string Services = "Service";
    public const string Schemas = "Schema";
    public const string Uploads = "uploads";
    public const string Scripts = "scripts";

    public static IReadOnlyList<string> All { get; } =
        [Streams, Tables, Rules, NativePlugins, PortablePlugins, SourceOptions, SinkOptions, Connections, Services, Schemas, Uploads, Scripts];
}
