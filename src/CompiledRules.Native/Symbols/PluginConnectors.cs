using System.Reflection;

namespace CompiledRules.Native.Symbols;

/// <summary>The sources, sinks and lookup tables that a plugin's assembly declares by attributes, by name.</summary>
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

    /// <exception cref="PluginException">A connector implements none of the contracts, or two have one name.</exception>
    internal static PluginConnectors Read(string plugin, Assembly assembly)
    {
        var sources = new Dictionary<string, Func<ConnectorOptions, ConnectorContext, SourceConnector>>(StringComparer.OrdinalIgnoreCase);
        var sinks = new Dictionary<string, Func<ConnectorOptions, ConnectorContext, SinkConnector>>(StringComparer.OrdinalIgnoreCase);
        var lookups = new Dictionary<string, Func<ConnectorOptions, ConnectorContext, ILookup>>(StringComparer.OrdinalIgnoreCase);
        foreach (var type in assembly.GetExportedTypes())
        {
            if (type.GetCustomAttribute<SqlSourceAttribute>() is { } source)
                Add(plugin, sources, source.Name, PluginSource.For(plugin, type));
            if (type.GetCustomAttribute<SqlSinkAttribute>() is { } sink)
                Add(plugin, sinks, sink.Name, SinkOf(plugin, type));
            if (type.GetCustomAttribute<SqlLookupAttribute>() is { } lookup)
                Add(plugin, lookups, lookup.Name, LookupOf(plugin, type));
        }

        return new PluginConnectors(sources, sinks, lookups);
    }

    private static void Add<T>(string plugin, Dictionary<string, T> connectors, string name, T create)
    {
        if (!connectors.TryAdd(name, create))
            throw new PluginException(plugin, $"it declares connector '{name}' twice; give each a name of its own");
    }

    private static Func<ConnectorOptions, ConnectorContext, SinkConnector> SinkOf(string plugin, Type type)
    {
        var factory = new ConnectorFactory(plugin, type);
        if (typeof(ISink<ReadOnlyMemory<byte>>).IsAssignableFrom(type))
            return (options, context) => new SinkConnector.Encoded((ISink<ReadOnlyMemory<byte>>)factory.Create(options, context));
        if (typeof(ISink<SqlValue>).IsAssignableFrom(type))
            return (options, context) => new SinkConnector.Values((ISink<SqlValue>)factory.Create(options, context));

        throw new PluginException(plugin, $"sink {type.FullName} implements neither ISink<ReadOnlyMemory<byte>> nor ISink<SqlValue>");
    }

    private static Func<ConnectorOptions, ConnectorContext, ILookup> LookupOf(string plugin, Type type)
    {
        if (!typeof(ILookup).IsAssignableFrom(type))
            throw new PluginException(plugin, $"lookup {type.FullName} does not implement ILookup");

        var factory = new ConnectorFactory(plugin, type);
        return (options, context) => (ILookup)factory.Create(options, context);
    }
}
