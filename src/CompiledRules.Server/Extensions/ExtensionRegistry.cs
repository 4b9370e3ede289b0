using System.Reflection;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Connectors;
using CompiledRules.External;
using CompiledRules.Native;
using CompiledRules.Portable;
using CompiledRules.Server.Rules;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Server.Extensions;

/// <summary>The plugins and services of the server, as functions and connectors that rules may name. May be used from any thread.</summary>
internal sealed class ExtensionRegistry : IAsyncDisposable
{
    private static readonly TimeSpan s_startPatience = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly ConnectorRegistry _connectors;
    private readonly Action<string> _log;
    private readonly NamedFunctions _remote = new();
    private volatile Snapshot _current = new(new FunctionTable(FunctionReader.BuiltIn), []);

    public ExtensionRegistry(ServerOptions options, ConnectorRegistry connectors)
    {
        (_connectors, _log) = (connectors, options.Log);
        Native = new NativePluginStore(Path.Combine(options.DataDirectory, "plugins", NativePluginStore.FolderName));
        Portable = new PortableHost(new PortableOptions
        {
            PluginDirectory = Path.Combine(options.DataDirectory, "plugins", "portable"),
            PythonBin = "python3",
            Time = options.Time,
            Log = (plugin, line) => options.Log($"plugin {plugin}: {line}"),
        });
        ServiceFolder = Path.Combine(options.DataDirectory, "services");
        Services = new ExternalServices(new ExternalServicesOptions { Time = options.Time, EnablePrivateNetworks = options.AllowsPrivateNetworks });
        Native.Changed += OnNativeChanged;
    }

    public NativePluginStore Native { get; }

    public PortableHost Portable { get; }

    public ExternalServices Services { get; }

    public string ServiceFolder { get; }

    /// <summary>Gives the functions in JavaScript.</summary>
    public Func<IEnumerable<IRemoteFunction>> Scripts { get; set; } = static () => [];

    public FunctionTable Functions => _current.Functions;

    /// <summary>The assemblies in which functions of native plugins are found.</summary>
    public IReadOnlyList<Assembly> Assemblies => _current.Assemblies;

    /// <summary>Moves rules from the old code of a native plugin to the new, or stops those that do not fit it.</summary>
    public Action<PluginUse> MoveRules { get; set; } = static _ => { };

    /// <summary>Takes up what is installed. What cannot be loaded is logged and left out.</summary>
    public async Task RestoreAsync(CancellationToken cancellation)
    {
        foreach (var error in Native.LoadInstalled())
            _log(error.Message);
        await Portable.StartAsync(cancellation).ConfigureAwait(false);

        // What a function takes is asked of a plugin that does not declare it. Rules of one that is slow are compiled against what is known.
        await Portable.StartedAsync().WaitAsync(s_startPatience, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Directory.CreateDirectory(Path.Combine(ServiceFolder, "schemas"));
        foreach (var problem in Services.AddFolder(ServiceFolder))
            _log($"services: {problem}");
        Refresh();
    }

    /// <summary>Makes what plugins and services have now known to rules.</summary>
    public void Refresh() => Refresh(Native.Plugins);

    public async ValueTask DisposeAsync()
    {
        await Portable.DisposeAsync().ConfigureAwait(false);
        await Services.DisposeAsync().ConfigureAwait(false);
    }

    private void Refresh(IReadOnlyList<NativePlugin> native)
    {
        lock (_gate)
        {
            var portable = Portable.Plugins;
            foreach (var plugin in portable)
            {
                foreach (var source in plugin.Sources.Where(source => !native.Any(other => other.Connectors.Sources.ContainsKey(source))))
                    _connectors.AddSource(source, (options, context) => Portable.OpenSource(source, options, context));
                foreach (var sink in plugin.Sinks.Where(sink => !native.Any(other => other.Connectors.Sinks.ContainsKey(sink))))
                    _connectors.AddSink(sink, (options, context) => Portable.OpenSink(sink, options, context));
            }

            var symbols = _remote.Replace([.. portable.SelectMany(static plugin => plugin.Functions).Select(Portable.FindFunction).OfType<IRemoteFunction>(), .. Services.Functions, .. Scripts()]);
            Assembly[] assemblies = [.. native.Select(static plugin => plugin.Assembly)];
            _current = new Snapshot(new FunctionTable([.. FunctionReader.BuiltIn, .. native.SelectMany(static plugin => FunctionReader.Read(plugin.Manifest)), .. symbols]), assemblies);
        }
    }

    private void OnNativeChanged(PluginChange change)
    {
        var plugins = Native.Plugins.Where(plugin => plugin.Name != change.Name).Concat(change.New is null ? [] : [change.New]).ToList();
        Refresh(plugins);
        Remove(change.Old);
        Add(change.New);
        MoveRules(PluginUse.Of(change));
    }

    private void Remove(NativePlugin? plugin)
    {
        foreach (var name in plugin?.Connectors.Sources.Keys ?? [])
            _connectors.RemoveSource(name);
        foreach (var name in plugin?.Connectors.Sinks.Keys ?? [])
            _connectors.RemoveSink(name);
        foreach (var name in plugin?.Connectors.Lookups.Keys ?? [])
            _connectors.RemoveLookup(name);
    }

    private void Add(NativePlugin? plugin)
    {
        if (plugin is null)
            return;

        foreach (var (name, create) in plugin.Connectors.Sources)
            _connectors.AddSource(name, create);
        foreach (var (name, create) in plugin.Connectors.Sinks)
            _connectors.AddSink(name, create);
        foreach (var (name, create) in plugin.Connectors.Lookups)
            _connectors.AddLookup(name, create);
    }

    private sealed record Snapshot(FunctionTable Functions, IReadOnlyList<Assembly> Assemblies);
}
