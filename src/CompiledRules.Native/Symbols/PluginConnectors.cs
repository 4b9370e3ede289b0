using CompiledRules.Plugins;

namespace CompiledRules.Native.Symbols;

/// <summary>The sources, sinks and lookup tables that a plugin's manifest declares, by name.</summary>
public sealed class PluginConnectors
{
    private PluginConnectors(
        IReadOnlyDictionary<string, Func<ConnectorOptions, ConnectorContext, SourceConnector>> sources,
        IReadOnlyDictionary<string, Func<ConnectorOptions, ConnectorContext, SinkConnector>> sinks,
        IReadOnlyDictionary<string, Func<ConnectorOptions, ConnectorContext, ILookup>> lookups)
    {
        Sources = sources;
        Sinks = sinks;
        Lookups = lookups;
    }

    public IReadOnlyDictionary<string, Func<ConnectorOptions, ConnectorContext, SourceConnector>> Sources { get; }

    public IReadOnlyDictionary<string, Func<ConnectorOptions, ConnectorContext, SinkConnector>> Sinks { get; }

    public IReadOnlyDictionary<string, Func<ConnectorOptions, ConnectorContext, ILookup>> Lookups { get; }

    internal static PluginConnectors Read(string plugin, PluginManifest manifest) => new(
        ByName(manifest.Sources, source => Guarded(plugin, source, source.Create)),
        ByName(manifest.Sinks, sink => Guarded(plugin, sink, sink.Create)),
        ByName(manifest.Lookups, lookup => Guarded(plugin, lookup, lookup.Create)));

    private static Dictionary<string, TCreate> ByName<TDeclaration, TCreate>(IEnumerable<TDeclaration> declarations, Func<TDeclaration, TCreate> create)
        where TDeclaration : ConnectorDeclaration =>
        declarations.ToDictionary(static declaration => declaration.Name, create, StringComparer.OrdinalIgnoreCase);

    /// <summary>What a plugin's own code throws while a connector is made becomes one error with the plugin's name.</summary>
    private static Func<ConnectorOptions, ConnectorContext, T> Guarded<T>(string plugin, ConnectorDeclaration declaration, Func<ConnectorOptions, ConnectorContext, T> create) =>
        (options, context) =>
        {
            try
            {
                return create(options, context);
            }
#pragma warning disable CA1031 // Whatever the plugin's constructor throws is told in one way.
            catch (Exception error) when (error is not (OptionException or PluginException))
#pragma warning restore CA1031
            {
                throw new PluginException(plugin, $"connector {declaration.Name} cannot be made: {(error is TypeInitializationException { InnerException: { } cause } ? cause.Message : error.Message)}", error);
            }
        };
}
