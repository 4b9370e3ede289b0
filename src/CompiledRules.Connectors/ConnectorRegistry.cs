using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace CompiledRules.Connectors;

/// <summary>Connectors by name. Names compare without regard to case; a later registration replaces an earlier one, except a sealed one. May be used from any thread.</summary>
public sealed class ConnectorRegistry
{
    private readonly ConcurrentDictionary<string, Func<ConnectorOptions, ConnectorContext, SourceConnector>> _sources = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Func<ConnectorOptions, ConnectorContext, SinkConnector>> _sinks = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Func<ConnectorOptions, ConnectorContext, ILookup>> _lookups = new(StringComparer.OrdinalIgnoreCase);

    private FrozenSet<string> _sealedSources = [];
    private FrozenSet<string> _sealedSinks = [];
    private FrozenSet<string> _sealedLookups = [];

    public IEnumerable<string> SourceNames => _sources.Keys.Order(StringComparer.Ordinal);

    public IEnumerable<string> SinkNames => _sinks.Keys.Order(StringComparer.Ordinal);

    public IEnumerable<string> LookupNames => _lookups.Keys.Order(StringComparer.Ordinal);

    public ConnectorRegistry AddSource(string name, Func<ConnectorOptions, ConnectorContext, SourceConnector> create)
    {
        if (!_sealedSources.Contains(name))
            _sources[name] = create;
        return this;
    }

    public ConnectorRegistry AddSource(string name, Func<ConnectorOptions, ConnectorContext, ISource<SourceMessage>> create) =>
        AddSource(name, (options, context) => new SourceConnector.Messages(create(options, context)));

    public ConnectorRegistry AddSource(string name, Func<ConnectorOptions, ConnectorContext, ISource<SourceRow>> create) =>
        AddSource(name, (options, context) => new SourceConnector.Rows(create(options, context)));

    public ConnectorRegistry AddSink(string name, Func<ConnectorOptions, ConnectorContext, SinkConnector> create)
    {
        if (!_sealedSinks.Contains(name))
            _sinks[name] = create;
        return this;
    }

    public ConnectorRegistry AddSink(string name, Func<ConnectorOptions, ConnectorContext, ISink<ReadOnlyMemory<byte>>> create) =>
        AddSink(name, (options, context) => new SinkConnector.Encoded(create(options, context)));

    public ConnectorRegistry AddSink(string name, Func<ConnectorOptions, ConnectorContext, ISink<SqlValue>> create) =>
        AddSink(name, (options, context) => new SinkConnector.Values(create(options, context)));

    public ConnectorRegistry AddLookup(string name, Func<ConnectorOptions, ConnectorContext, ILookup> create)
    {
        if (!_sealedLookups.Contains(name))
            _lookups[name] = create;
        return this;
    }

    /// <summary>Keeps what is registered so far from being replaced or removed: a plugin cannot take the name of a built-in connector.</summary>
    public ConnectorRegistry Seal()
    {
        _sealedSources = _sources.Keys.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _sealedSinks = _sinks.Keys.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _sealedLookups = _lookups.Keys.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        return this;
    }

    public void RemoveSource(string name) => Remove(_sources, _sealedSources, name);

    public void RemoveSink(string name) => Remove(_sinks, _sealedSinks, name);

    public void RemoveLookup(string name) => Remove(_lookups, _sealedLookups, name);

    /// <summary>Makes a source and refuses options that it does not know. Nothing is connected yet.</summary>
    /// <exception cref="OptionException">No such source, or an option cannot be used.</exception>
    public SourceConnector CreateSource(string name, IEnumerable<KeyValuePair<string, SqlValue>> options, ConnectorContext context) =>
        Create(_sources, "source", name, options, context, "decompression", "decryption", "decProps");

    /// <summary>Makes a sink and refuses options that it does not know. Nothing is connected yet.</summary>
    /// <exception cref="OptionException">No such sink, or an option cannot be used.</exception>
    public SinkConnector CreateSink(string name, IEnumerable<KeyValuePair<string, SqlValue>> options, ConnectorContext context) =>
        Create(_sinks, "sink", name, options, context, "compression", "compressionProps", "encryption", "encProps");

    /// <summary>Makes a lookup table and refuses options that it does not know. Nothing is connected yet.</summary>
    /// <exception cref="OptionException">No such lookup, or an option cannot be used.</exception>
    public ILookup CreateLookup(string name, IEnumerable<KeyValuePair<string, SqlValue>> options, ConnectorContext context) =>
        Create(_lookups, "lookup", name, options, context);

    private static void Remove<T>(ConcurrentDictionary<string, T> connectors, FrozenSet<string> kept, string name)
    {
        if (!kept.Contains(name))
            connectors.TryRemove(name, out _);
    }

    private static T Create<T>(
        ConcurrentDictionary<string, Func<ConnectorOptions, ConnectorContext, T>> factories,
        string kind,
        string name,
        IEnumerable<KeyValuePair<string, SqlValue>> values,
        ConnectorContext context,
        params ReadOnlySpan<string> ofOtherParts)
    {
        if (!factories.TryGetValue(name, out var create))
            throw new OptionException(kind, "TYPE", $"there is no {kind} '{name}'; there are {string.Join(", ", factories.Keys.Order(StringComparer.Ordinal))}");

        var options = new ConnectorOptions($"{kind} {name}", values);
        var connector = create(options, context);
        options.RejectUnknown(ofOtherParts);
        return connector;
    }
}
