namespace CompiledRules.Native;

/// <summary>A plugin that cannot be installed or loaded. The message names the plugin, what was found, what is expected and what to do.</summary>
public sealed class PluginException(string plugin, string problem, Exception? inner = null) : Exception($"plugin {plugin}: {problem}", inner)
{
    public string Plugin { get; } = plugin;
}
