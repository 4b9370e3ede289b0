using System.Collections.Concurrent;
using CompiledRules.Portable.Connectors;
using CompiledRules.Portable.Functions;
using CompiledRules.Portable.Hosting;
using CompiledRules.Portable.Packages;

namespace CompiledRules.Portable;

/// <summary>The portable plugins of an engine: installs them, runs one process for each, and gives out their sources, sinks and functions.</summary>
/// <remarks>Safe to use from any thread. Processes end with the host, also when that is killed.</remarks>
public sealed class PortableHost : IAsyncDisposable
{
    private readonly PortableOptions _options;
    private readonly PluginPackages _packages;
    private readonly ConcurrentDictionary<string, PortablePlugin> _plugins = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PortableFunction> _functions = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _changing = new(1, 1);
    private readonly ConcurrentBag<Task> _starting = [];
    private int _instances;

    public PortableHost(PortableOptions options)
    {
        _options = options;
        _packages = new PluginPackages(options.PluginDirectory);
    }

    /// <summary>Installed plugins by name.</summary>
    public IReadOnlyList<PluginManifest> Plugins => [.. _plugins.Values.Select(static plugin => plugin.Manifest).OrderBy(static manifest => manifest.Name, StringComparer.Ordinal)];

    /// <summary>Takes up what is installed already, without waiting for the processes; a package that is not valid, or whose symbols another has, is left out with a line in the log.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            foreach (var (name, manifest, error) in _packages.ReadAll())
            {
                if (_plugins.ContainsKey(name))
                    continue;
                if (manifest is null || Conflict(manifest) is not null)
                    _options.Log?.Invoke(name, $"not loaded: {error ?? Conflict(manifest!)}");
                else
                    _starting.Add(StartQuietlyAsync(Add(manifest), cancellation));
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Ends when every plugin that <see cref="StartAsync"/> took up runs and has said what its functions are, or has failed to start.</summary>
    public Task StartedAsync() => Task.WhenAll(_starting);

    /// <summary>Installs a package and starts it.</summary>
    /// <param name="name">Also the name of the package's JSON file.</param>
    /// <param name="package">A folder, or a zip file.</param>
    /// <param name="installArguments">For the package's <c>install.sh</c>.</param>
    /// <exception cref="PortableException">Not valid, there already, or its process says nothing in time; nothing is left behind.</exception>
    public async Task<PluginManifest> InstallAsync(string name, string package, IReadOnlyList<string>? installArguments = null, CancellationToken cancellation = default)
    {
        await _changing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_plugins.ContainsKey(name))
                throw new PortableException($"portable plugin {name} already exists");

            var plugin = Add(await InstallPackageAsync(name, package, installArguments, cancellation).ConfigureAwait(false));
            try
            {
                await plugin.StartAsync(cancellation).ConfigureAwait(false);
            }
            catch
            {
                await DropAsync(plugin).ConfigureAwait(false);
                throw;
            }

            await LearnAsync(plugin, cancellation).ConfigureAwait(false);
            return plugin.Manifest;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Puts another version of a plugin in place. Rules that use it go on with the new one.</summary>
    /// <exception cref="PortableException">Not installed, or the package is not valid; the old version then goes on.</exception>
    public async Task<PluginManifest> UpdateAsync(string name, string package, IReadOnlyList<string>? installArguments = null, CancellationToken cancellation = default)
    {
        await _changing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var plugin = Require(name);
            await plugin.ReplaceAsync(() => InstallPackageAsync(name, package, installArguments, cancellation), cancellation).ConfigureAwait(false);
            await LearnAsync(plugin, cancellation).ConfigureAwait(false);
            return plugin.Manifest;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Ends the process and deletes the package. Rules that use it go on with errors.</summary>
    /// <exception cref="PortableException">Not installed.</exception>
    public async Task RemoveAsync(string name, CancellationToken cancellation = default)
    {
        await _changing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await DropAsync(Require(name)).ConfigureAwait(false);
        }
        finally
        {
            _changing.Release();
        }
    }

    public PluginManifest? Find(string name) => _plugins.GetValueOrDefault(name)?.Manifest;

    /// <exception cref="PortableException">Not installed.</exception>
    public PluginStatus Status(string name) => Require(name).Status();

    /// <summary>The function called <paramref name="symbol"/>, compared ordinally, or null. No process is asked.</summary>
    public PortableFunction? FindFunction(string symbol)
    {
        if (_functions.TryGetValue(symbol, out var function))
            return function;

        return Owner(symbol, static manifest => manifest.Functions) is { } plugin
            ? _functions.GetOrAdd(symbol, static (name, owner) => PortableFunction.Create(owner, name), plugin)
            : null;
    }

    public bool HasSource(string symbol) => Owner(symbol, static manifest => manifest.Sources) is not null;

    public bool HasSink(string symbol) => Owner(symbol, static manifest => manifest.Sinks) is not null;

    /// <summary>A source as a registry of connectors wants it. Options of the stream go to the plugin under the names that it expects.</summary>
    /// <exception cref="PortableException">No plugin has such a source.</exception>
    public SourceConnector OpenSource(string symbol, ConnectorOptions options, ConnectorContext context) =>
        new SourceConnector.Rows(CreateSource(symbol, NewInstance(symbol, context), PluginOptions.OfSource(options), context.Log)
            ?? throw new PortableException($"no portable plugin has a source {symbol}"));

    /// <summary>A sink as a registry of connectors wants it.</summary>
    /// <exception cref="PortableException">No plugin has such a sink.</exception>
    public SinkConnector OpenSink(string symbol, ConnectorOptions options, ConnectorContext context) =>
        new SinkConnector.Encoded(CreateSink(symbol, NewInstance(symbol, context), options.ToObject())
            ?? throw new PortableException($"no portable plugin has a sink {symbol}"));

    /// <param name="config">The merged properties, with <c>datasource</c> among them.</param>
    /// <param name="log">Takes what is no row: errors that the source emits, and frames that cannot be read.</param>
    /// <returns>Null where no plugin has such a source.</returns>
    public PortableSource? CreateSource(string symbol, PortableInstance instance, SqlObject config, Action<string> log) =>
        Owner(symbol, static manifest => manifest.Sources) is { } plugin ? new PortableSource(plugin, symbol, instance, config, log) : null;

    /// <param name="config">The sink's properties.</param>
    /// <returns>Null where no plugin has such a sink.</returns>
    public PortableSink? CreateSink(string symbol, PortableInstance instance, SqlObject config) =>
        Owner(symbol, static manifest => manifest.Sinks) is { } plugin ? new PortableSink(plugin, symbol, instance, config) : null;

    public async ValueTask DisposeAsync()
    {
        foreach (var plugin in _plugins.Values)
            await CloseAsync(plugin).ConfigureAwait(false);
        _plugins.Clear();
    }

    // Several rules may read one stream, each with a source of its own, and their sockets must not meet.
    private PortableInstance NewInstance(string symbol, ConnectorContext context) =>
        new(context.Name, $"{symbol}_{Interlocked.Increment(ref _instances)}");

    private PortablePlugin Add(PluginManifest manifest) => _plugins[manifest.Name] = new PortablePlugin(manifest, _options);

    private PortablePlugin Require(string name) =>
        _plugins.GetValueOrDefault(name) ?? throw new PortableException($"portable plugin {name} is not found");

    private PortablePlugin? Owner(string symbol, Func<PluginManifest, IEnumerable<string>> symbols) =>
        _plugins.Values.FirstOrDefault(plugin => symbols(plugin.Manifest).Contains(symbol, StringComparer.Ordinal));

    private Task<PluginManifest> InstallPackageAsync(string name, string package, IReadOnlyList<string>? arguments, CancellationToken cancellation) =>
        _packages.InstallAsync(name, package, arguments ?? [], RejectConflict, cancellation);

    private void RejectConflict(PluginManifest manifest)
    {
        if (Conflict(manifest) is { } conflict)
            throw new PortableException(conflict);
    }

    // Two plugins with one symbol would take each other's calls.
    private string? Conflict(PluginManifest manifest)
    {
        foreach (var other in _plugins.Values.Select(static plugin => plugin.Manifest).Where(other => other.Name != manifest.Name))
        {
            var shared = manifest.Functions.Intersect(other.Functions).Concat(manifest.Sources.Intersect(other.Sources)).Concat(manifest.Sinks.Intersect(other.Sinks)).FirstOrDefault();
            if (shared is not null)
                return $"plugin {manifest.Name} has {shared}, which plugin {other.Name} has already";
        }

        return null;
    }

    private async Task StartQuietlyAsync(PortablePlugin plugin, CancellationToken cancellation)
    {
        try
        {
            await plugin.StartAsync(cancellation).ConfigureAwait(false);
            await LearnAsync(plugin, cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is PortableException or OperationCanceledException)
        {
            _options.Log?.Invoke(plugin.Name, $"not started: {error.Message}");
        }
    }

    // Rules are compiled without asking a process, so what only the process knows is asked now.
    private async Task LearnAsync(PortablePlugin plugin, CancellationToken cancellation)
    {
        foreach (var name in plugin.Manifest.Functions)
        {
            try
            {
                await FindFunction(name)!.LearnAsync(cancellation).ConfigureAwait(false);
            }
            catch (PortableException error)
            {
                _options.Log?.Invoke(plugin.Name, $"{name} did not say whether it is an aggregate: {error.Message}");
            }
        }
    }

    private async Task DropAsync(PortablePlugin plugin)
    {
        _plugins.TryRemove(plugin.Name, out _);
        await CloseAsync(plugin).ConfigureAwait(false);
        _packages.Remove(plugin.Name);
    }

    private async Task CloseAsync(PortablePlugin plugin)
    {
        await plugin.DisposeAsync().ConfigureAwait(false);
        foreach (var name in plugin.Manifest.Functions)
        {
            if (_functions.TryRemove(name, out var function))
                await function.CloseAsync().ConfigureAwait(false);
        }
    }
}
