using System.Reflection;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Connectors;
using CompiledRules.Native;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Cli.Extensions;

/// <summary>What the rules of one command may use besides what is built in.</summary>
internal sealed class RuleExtensions
{
    private readonly IReadOnlyList<NativePlugin> _plugins;

    private RuleExtensions(IReadOnlyList<NativePlugin> plugins)
    {
        _plugins = plugins;
        Functions = new FunctionTable([.. FunctionReader.BuiltIn, .. plugins.SelectMany(static plugin => FunctionReader.Read(plugin.Manifest))]);
        Assemblies = [.. plugins.Select(static plugin => plugin.Assembly)];
    }

    public static RuleExtensions None { get; } = new([]);

    public FunctionTable Functions { get; }

    /// <summary>Where the code of the plugins' functions is found.</summary>
    public IReadOnlyList<Assembly> Assemblies { get; }

    /// <summary>Loads the plugins of a folder. One that cannot be loaded is told of and left out.</summary>
    /// <param name="folder">Has native plugins in its folder <c>native</c>, as the server's folder of plugins does.</param>
    /// <exception cref="CommandFailure">There is no such folder.</exception>
    public static RuleExtensions Load(string? folder, Shell shell)
    {
        if (folder is null)
            return None;

        var path = shell.ResolvePath(folder);
        if (!Directory.Exists(path))
            throw new CommandFailure($"{folder}: there is no such folder; install a plugin with cr plugin install FILE --plugins {folder}");

        var store = new NativePluginStore(Path.Combine(path, NativePluginStore.FolderName));
        foreach (var error in store.LoadInstalled())
            shell.Error.WriteLine(error.Message);
        return new RuleExtensions(store.Plugins);
    }

    public ConnectorRegistry AddTo(ConnectorRegistry connectors)
    {
        foreach (var plugin in _plugins)
        {
            foreach (var (name, create) in plugin.Connectors.Sources)
                connectors.AddSource(name, create);
            foreach (var (name, create) in plugin.Connectors.Sinks)
                connectors.AddSink(name, create);
            foreach (var (name, create) in plugin.Connectors.Lookups)
                connectors.AddLookup(name, create);
        }

        return connectors;
    }
}
