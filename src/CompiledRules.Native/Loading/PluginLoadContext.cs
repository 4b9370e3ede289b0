using System.Reflection;
using System.Runtime.Loader;

namespace CompiledRules.Native.Loading;

/// <summary>Holds one version of one plugin: its own dependencies are private to it, the contract is the host's.</summary>
internal sealed class PluginLoadContext : AssemblyLoadContext
{
    private readonly string _folder;
    private readonly AssemblyDependencyResolver? _resolver;

    public PluginLoadContext(string name, string assembly)
        : base(name, isCollectible: true)
    {
        _folder = Path.GetDirectoryName(assembly)!;

        // Without its deps.json a folder of assemblies resolves by name, which is how small plugins are packed.
        _resolver = File.Exists(Path.ChangeExtension(assembly, ".deps.json")) ? new AssemblyDependencyResolver(assembly) : null;
    }

    /// <summary>Loads from a copy in memory, so that the file can be replaced or deleted while the plugin runs, on every system.</summary>
    public Assembly LoadCopy(string path)
    {
        using var assembly = new MemoryStream(File.ReadAllBytes(path));
        var symbols = Path.ChangeExtension(path, ".pdb");
        if (!File.Exists(symbols))
            return LoadFromStream(assembly);

        using var symbolStream = new MemoryStream(File.ReadAllBytes(symbols));
        return LoadFromStream(assembly, symbolStream);
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // What values and contracts are made of must be the same types on both sides.
        if (assemblyName.Name == PluginContract.AssemblyName)
            return typeof(SqlValue).Assembly;

        var path = _resolver?.ResolveAssemblyToPath(assemblyName) ?? Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadCopy(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver?.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : nint.Zero;
}
