using System.Globalization;
using CompiledRules.Portable.Sdk.Running;

namespace CompiledRules.Portable.Sdk;

/// <summary>A plugin in a process of its own: what it offers, and the loop that serves the host.</summary>
/// <example><code>
/// return await new Plugin("geo")
///     .Scalar("distance", (double x, double y) => Math.Sqrt((x * x) + (y * y)))
///     .RunAsync();
/// </code></example>
public sealed partial class Plugin
{
    private readonly Dictionary<string, PluginFunction> _functions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<IPluginSource>> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<IPluginSink>> _sinks = new(StringComparer.Ordinal);

    /// <param name="name">The name that the plugin is installed under.</param>
    public Plugin(string name) => Name = name;

    public string Name { get; }

    internal IReadOnlyDictionary<string, PluginFunction> Functions => _functions;

    internal IReadOnlyDictionary<string, Func<IPluginSource>> Sources => _sources;

    internal IReadOnlyDictionary<string, Func<IPluginSink>> Sinks => _sinks;

    /// <param name="factory">Makes a new source for every stream that is started.</param>
    public Plugin Source(string symbol, Func<IPluginSource> factory)
    {
        _sources.Add(symbol, factory);
        return this;
    }

    /// <param name="factory">Makes a new sink for every rule that is started.</param>
    public Plugin Sink(string symbol, Func<IPluginSink> factory)
    {
        _sinks.Add(symbol, factory);
        return this;
    }

    public Plugin Function(PluginFunction function)
    {
        _functions.Add(function.Name, function);
        return this;
    }

    /// <summary>Serves the host until it goes away.</summary>
    /// <returns>The exit code for the process: 0 where no host was found or <paramref name="cancellation"/> was signalled, 1 when the host went away.</returns>
    public Task<int> RunAsync(CancellationToken cancellation = default) =>
        new ControlLoop(this, Environment.GetEnvironmentVariable("PLUGIN_SOCKETS") ?? "/tmp").RunAsync(cancellation);

    internal static string Log(string line)
    {
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():O} {line}"));
        return line;
    }
}
