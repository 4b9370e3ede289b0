using System.Globalization;
using CompiledRules.Native.Packages;

namespace CompiledRules.Native;

/// <summary>What has happened to a plugin.</summary>
/// <param name="Old">The version that was in use; null after an installation. Still loaded while the change is told, so that rules can move.</param>
/// <param name="New">The version in use now; null after a removal.</param>
public sealed record PluginChange(string Name, NativePlugin? Old, NativePlugin? New);

/// <summary>The native plugins of a host: a folder of unpacked packages, and the loaded version of each.</summary>
/// <remarks>
/// Each installation gets a folder of its own, <c>{name}@{number}</c>, so that a new version stands beside the old one until the old one is let go of. A package
/// that is refused leaves everything as it was. Changes are told before the old version is unloaded; calls are serialised and safe from any thread.
/// </remarks>
public sealed class NativePluginStore(string folder)
{
    /// <summary>What the folder of a store is called in a folder of plugins of all kinds.</summary>
    public const string FolderName = "native";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, NativePlugin> _plugins = new(StringComparer.Ordinal);

    /// <summary>Raised on the caller's thread, inside the call that makes the change. What it throws undoes an installation or update.</summary>
    public event Action<PluginChange>? Changed;

    public IReadOnlyList<NativePlugin> Plugins
    {
        get
        {
            lock (_gate)
                return [.. _plugins.Values.OrderBy(static plugin => plugin.Name, StringComparer.Ordinal)];
        }
    }

    public NativePlugin? Find(string name)
    {
        lock (_gate)
            return _plugins.GetValueOrDefault(name);
    }

    /// <summary>Loads what an earlier run has installed.</summary>
    /// <returns>One error per plugin that cannot be loaded; it stays on disk and out of use.</returns>
    public IReadOnlyList<PluginException> LoadInstalled()
    {
        var errors = new List<PluginException>();
        lock (_gate)
        {
            if (!Directory.Exists(folder))
                return errors;

            var installed = Directory.EnumerateDirectories(folder).Select(Parse).Where(static entry => entry.Number > 0).GroupBy(static entry => entry.Name, StringComparer.Ordinal);
            foreach (var versions in installed)
                LoadLatest(versions.OrderByDescending(static version => version.Number).ToList(), errors);
        }

        return errors;
    }

    /// <summary>Installs a package, or updates the plugin of that name while rules that use it run.</summary>
    /// <param name="source">A zip file or a folder.</param>
    /// <param name="name">Null to take the name of the package's assembly.</param>
    /// <exception cref="PluginException">The package is refused; nothing has changed.</exception>
    public NativePlugin Install(string source, string? name = null)
    {
        lock (_gate)
        {
            var staging = Path.Combine(folder, $".{Guid.NewGuid():N}");
            var package = PluginPackage.Unpack(source, staging, name);
            var target = Path.Combine(folder, $"{package.Name}@{NextNumber(package.Name).ToString(CultureInfo.InvariantCulture)}");
            Directory.Move(staging, target);
            return Use(package, target);
        }
    }

    /// <summary>Takes a plugin out of use and deletes its files.</summary>
    /// <returns>Dead when its code is gone; null where there is no such plugin.</returns>
    public WeakReference? Remove(string name)
    {
        lock (_gate)
        {
            if (!_plugins.Remove(name, out var plugin))
                return null;

            Changed?.Invoke(new PluginChange(name, plugin, null));
            return Retire(plugin);
        }
    }

    private static (string Path, string Name, int Number) Parse(string path)
    {
        var name = Path.GetFileName(path);
        var at = name.LastIndexOf('@');
        return at > 0 && int.TryParse(name.AsSpan(at + 1), CultureInfo.InvariantCulture, out var number) ? (path, name[..at], number) : (path, name, 0);
    }

    private static WeakReference Retire(NativePlugin plugin)
    {
        var gone = plugin.Unload();
        Directory.Delete(plugin.Folder, recursive: true);
        return gone;
    }

    private NativePlugin Use(PluginPackage package, string target)
    {
        NativePlugin? loaded = null;
        try
        {
            loaded = NativePlugin.Load(package, target);
            var old = _plugins.GetValueOrDefault(package.Name);
            Changed?.Invoke(new PluginChange(package.Name, old, loaded));
            _plugins[package.Name] = loaded;
            if (old is not null)
                Retire(old);
            return loaded;
        }
        catch (Exception)
        {
            loaded?.Unload();
            Directory.Delete(target, recursive: true);
            throw;
        }
    }

    private void LoadLatest(List<(string Path, string Name, int Number)> versions, List<PluginException> errors)
    {
        try
        {
            var package = PluginPackage.Find(versions[0].Name, versions[0].Path, versions[0].Name);
            var plugin = NativePlugin.Load(package, versions[0].Path);
            _plugins[plugin.Name] = plugin;
            Changed?.Invoke(new PluginChange(plugin.Name, null, plugin));
        }
        catch (PluginException error)
        {
            errors.Add(error);
        }

        // Left behind when a process ended between an update and the removal of the old version.
        foreach (var (path, _, _) in versions.Skip(1))
            Directory.Delete(path, recursive: true);
    }

    private int NextNumber(string name) =>
        Directory.EnumerateDirectories(folder).Select(Parse).Where(entry => entry.Name == name).Select(static entry => entry.Number).DefaultIfEmpty(0).Max() + 1;
}
