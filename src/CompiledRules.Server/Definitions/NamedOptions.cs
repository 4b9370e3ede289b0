using CompiledRules.Hosting;

namespace CompiledRules.Server.Definitions;

/// <summary>Completes streams and actions by the options that they refer to by name: <c>CONF_KEY</c>, <c>resourceId</c> and <c>connectionSelector</c>.</summary>
/// <remarks>Options of a name come before one's own, those of a connection after them. A type's options under the name <c>default</c> apply where no other name is given.</remarks>
internal sealed class NamedOptions(ConfigurationRegistry configuration)
{
    private const string Default = "default";

    /// <exception cref="OptionException">There are no options of the name.</exception>
    public StreamSettings Complete(StreamSettings stream)
    {
        var own = stream.AllOptions().ToList();
        var named = Named(ConfigurationKind.Sources, stream.Type, $"stream {stream.Name}", "CONF_KEY", TextOf(own, "CONF_KEY"));
        return named.Count == 0 && TextOf(own, "connectionSelector") is null
            ? stream
            : stream with { Options = WithConnection(stream.Type, $"stream {stream.Name}", [.. named, .. own]) };
    }

    /// <exception cref="OptionException">There are no options of the name.</exception>
    public SinkSettings Complete(SinkSettings sink)
    {
        var named = Named(ConfigurationKind.Sinks, sink.Type, $"sink {sink.Name}", "resourceId", TextOf(sink.Options, "resourceId"));
        return named.Count == 0 && TextOf(sink.Options, "connectionSelector") is null
            ? sink
            : sink with { Options = WithConnection(sink.Type, $"sink {sink.Name}", [.. named, .. sink.Options]) };
    }

    /// <summary>The connection that options refer to, or null.</summary>
    public static string? ConnectionOf(IEnumerable<KeyValuePair<string, SqlValue>> options) => TextOf(options, "connectionSelector");

    private List<KeyValuePair<string, SqlValue>> WithConnection(string type, string owner, List<KeyValuePair<string, SqlValue>> options)
    {
        if (ConnectionOf(options) is not { } connection)
            return options;

        return [.. options, .. Read(configuration.Find(ConfigurationKind.Connections, type, connection)
            ?? throw new OptionException(owner, "connectionSelector", $"there is no connection '{connection}' of type {type}; create it with POST /connections"))];
    }

    private List<KeyValuePair<string, SqlValue>> Named(ConfigurationKind kind, string type, string owner, string option, string? key)
    {
        if (configuration.Find(kind, type, key ?? Default) is { } json)
            return Read(json);
        if (key is null or Default)
            return [];

        var known = string.Join(", ", configuration.Of(kind, type).Select(static entry => entry.Key));
        throw new OptionException(owner, option, $"there are no options '{key}' for {kind.Word} of type {type}; there are {(known.Length == 0 ? "none" : known)}");
    }

    private static List<KeyValuePair<string, SqlValue>> Read(string json) => [.. SqlJson.Parse(json, wholeNumbersAsIntegers: true).AsObject()];

    private static string? TextOf(IEnumerable<KeyValuePair<string, SqlValue>> options, string name) =>
        options.LastOrDefault(option => option.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value is { IsString: true } value && value.AsString().Length > 0 ? value.AsString() : null;
}
