using System.Reflection;
using System.Runtime.CompilerServices;
using CompiledRules.Native.Loading;
using CompiledRules.Native.Packages;
using CompiledRules.Native.Symbols;
using CompiledRules.Plugins;

namespace CompiledRules.Native;

/// <summary>One version of a plugin, loaded. Its code goes away after <see cref="Unload"/>, once nothing holds any of it.</summary>
public sealed class NativePlugin
{
    private PluginLoadContext? _context;
    private Assembly? _assembly;
    private PluginManifest? _manifest;
    private PluginConnectors? _connectors;

    private NativePlugin(PluginPackage package, string folder, PluginLoadContext context, Assembly assembly, PluginManifest manifest)
    {
        Package = package;
        Folder = folder;
        _context = context;
        _assembly = assembly;
        _manifest = manifest;
        _connectors = PluginConnectors.Read(package.Name, manifest);
    }

    public PluginPackage Package { get; }

    public string Name => Package.Name;

    /// <summary>Where it is unpacked.</summary>
    public string Folder { get; }

    /// <summary>Its assembly, in which rules find the code of its functions.</summary>
    /// <exception cref="ObjectDisposedException">The plugin is unloaded.</exception>
    public Assembly Assembly => _assembly ?? throw new ObjectDisposedException(Name);

    /// <summary>What it declares, as its build has written it down.</summary>
    /// <exception cref="ObjectDisposedException">The plugin is unloaded.</exception>
    public PluginManifest Manifest => _manifest ?? throw new ObjectDisposedException(Name);

    /// <summary>Its sources, sinks and lookup tables.</summary>
    /// <exception cref="ObjectDisposedException">The plugin is unloaded.</exception>
    public PluginConnectors Connectors => _connectors ?? throw new ObjectDisposedException(Name);

    /// <summary>Loads an unpacked package. None of the plugin's code runs, except module initializers.</summary>
    /// <exception cref="PluginException">The assembly is damaged, built for another processor or contract, or lacks a dependency; nothing stays loaded.</exception>
    public static NativePlugin Load(PluginPackage package, string folder)
    {
        var path = Path.Combine(folder, package.Assembly);
        PluginImage.Check(package.Name, path);
        var context = new PluginLoadContext($"{package.Name} {package.Version}", path);
        try
        {
            var assembly = context.LoadCopy(path);
            var manifest = PluginManifest.Of(assembly)
                ?? throw new PluginException(package.Name, $"{package.Assembly} has no manifest; build it with the package CompiledRules.Generators, and mark what rules may use");
            return new NativePlugin(package, folder, context, assembly, manifest);
        }
        catch (Exception error) when (error is BadImageFormatException or FileLoadException or FileNotFoundException or TypeLoadException or ReflectionTypeLoadException)
        {
            context.Unload();
            throw new PluginException(package.Name, $"{package.Assembly} cannot be loaded: {error.Message}", error);
        }
        catch (PluginException)
        {
            context.Unload();
            throw;
        }
    }

    /// <summary>Lets go of the plugin's code.</summary>
    /// <returns>Dead when the code is really gone: after a collection that finds no reference to it left.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public WeakReference Unload()
    {
        var context = _context;
        _context = null;
        _assembly = null;
        _manifest = null;
        _connectors = null;
        context?.Unload();
        return new WeakReference(context);
    }
}
