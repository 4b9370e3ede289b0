using System.Reflection;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Connectors;
using CompiledRules.External;
using CompiledRules.Native;
using CompiledRules.Portable;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Cli.Extensions;

/// <summary>What the rules of one command may use besides what is built in. Processes of plugins end with it.</summary>
internal sealed class RuleExtensions : IAsyncDisposable
{
    private const string PortableFolder = "portable";

    private static readonly TimeSpan s_startPatience = TimeSpan.FromSeconds(20);

    private IReadOnlyList<NativePlugin> _native = [];
    private PortableHost? _portable;
    private ExternalServices? _services;

    private RuleExtensions()
    {
    }

    public FunctionTable Functions { get; private set; } = new(FunctionReader.BuiltIn);

    /// <summary>Where the code of the native plugins' functions is found.</summary>
    public IReadOnlyList<Assembly> Assemblies => [.. _native.Select(static plugin => plugin.Assembly)];

    /// <summary>Loads what folders hold. A plugin that cannot be loaded is told of and left out.</summary>
    /// <param name="plugins">Has native plugins in its folder <c>native</c> and portable ones in <c>portable</c>, as the server's folder of plugins does; null for none.</param>
    /// <param name="services">Has service files and their schemas; null for none.</param>
    /// <exception cref="CommandFailure">There is no such folder, or a service file has an error.</exception>
    public static async Task<RuleExtensions> OpenAsync(string? plugins, string? services, Shell shell, CancellationToken cancellation)
    {
        var extensions = new RuleExtensions();
        try
        {
            if (services is not null)
                extensions.AddServices(services, shell);
            if (plugins is not null)
                await extensions.AddPluginsAsync(plugins, shell, cancellation);
        }
        catch
        {
            await extensions.DisposeAsync();
            throw;
        }

        extensions.Functions = new FunctionTable(
        [
            .. FunctionReader.BuiltIn,
            .. extensions._native.SelectMany(static plugin => FunctionReader.Read(plugin.Manifest)),
            .. extensions.RemoteOnes().Select(RemoteFunctions.SymbolOf),
        ]);
        return extensions;
    }

    public ConnectorRegistry AddTo(ConnectorRegistry connectors)
    {
        foreach (var plugin in _native)
        {
            foreach (var (name, create) in plugin.Connectors.Sources)
                connectors.AddSource(name, create);
            foreach (var (name, create) in plugin.Connectors.Sinks)
                connectors.AddSink(name, create);
            foreach (var (name, create) in plugin.Connectors.Lookups)
                connectors.AddLookup(name, create);
        }

        return _portable is { } host ? AddTo(connectors, host) : connectors;
    }

    public async ValueTask DisposeAsync()
    {
        if (_portable is not null)
            await _portable.DisposeAsync();
        if (_services is not null)
            await _services.DisposeAsync();
    }

    private static ConnectorRegistry AddTo(ConnectorRegistry connectors, PortableHost host)
    {
        foreach (var plugin in host.Plugins)
        {
            foreach (var source in plugin.Sources)
                connectors.AddSource(source, (options, context) => host.OpenSource(source, options, context));
            foreach (var sink in plugin.Sinks)
                connectors.AddSink(sink, (options, context) => host.OpenSink(sink, options, context));
        }

        return connectors;
    }

    private IEnumerable<IRemoteFunction> RemoteOnes()
    {
        IEnumerable<IRemoteFunction> ofPlugins = _portable is { } host ? host.Plugins.SelectMany(static plugin => plugin.Functions).Select(host.FindFunction).OfType<IRemoteFunction>() : [];
        return ofPlugins.Concat(_services?.Functions ?? []);
    }

    private async Task AddPluginsAsync(string folder, Shell shell, CancellationToken cancellation)
    {
        var path = shell.ResolvePath(folder);
        if (!Directory.Exists(path))
            throw new CommandFailure($"{folder}: there is no such folder; install a plugin with cr plugin install FILE --plugins {folder}");

        var store = new NativePluginStore(Path.Combine(path, NativePluginStore.FolderName));
        foreach (var error in store.LoadInstalled())
            await shell.Error.WriteLineAsync(error.Message);
        _native = store.Plugins;

        if (!Directory.Exists(Path.Combine(path, PortableFolder)))
            return;

        _portable = new PortableHost(new PortableOptions
        {
            PluginDirectory = Path.Combine(path, PortableFolder),
            PythonBin = "python3",
            PythonPath = Path.Combine(AppContext.BaseDirectory, "sdk", "python"),
            Time = shell.Time,
            Log = (plugin, line) => shell.Error.WriteLine($"plugin {plugin}: {line}"),
        });
        await _portable.StartAsync(cancellation);

        // What a function takes is asked of a plugin that does not declare it. One that is slow is compiled against what is known.
        await _portable.StartedAsync().WaitAsync(s_startPatience, shell.Time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void AddServices(string folder, Shell shell)
    {
        var path = shell.ResolvePath(folder);
        if (!Directory.Exists(path))
            throw new CommandFailure($"{folder}: there is no such folder; add a service with cr service add NAME FILE --services {folder}");

        // A person who names a service knows where it is.
        _services = new ExternalServices(new ExternalServicesOptions { Time = shell.Time, EnablePrivateNetworks = true });
        var problems = _services.AddFolder(path);
        if (!problems.IsEmpty)
            throw new CommandFailure(string.Join('\n', problems.Select(static problem => problem.ToString())));
    }
}
