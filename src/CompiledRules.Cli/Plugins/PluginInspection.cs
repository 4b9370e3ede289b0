using System.Runtime.CompilerServices;
using CompiledRules.Native;
using CompiledRules.Native.Packages;

namespace CompiledRules.Cli.Plugins;

/// <summary>Loads packages to look at them.</summary>
internal static class PluginInspection
{
    private const int CollectionsToWait = 10;

    /// <param name="folder">Where the package is unpacked to; must not exist.</param>
    /// <exception cref="PluginException">The package is no plugin that this host can load.</exception>
    public static NativePlugin Load(string package, string folder) => NativePlugin.Load(PluginPackage.Unpack(package, folder), folder);

    /// <summary>Loads a package, shows what it declares, and lets it go.</summary>
    /// <returns>Whether its code is gone.</returns>
    /// <exception cref="PluginException">The package is no plugin that this host can load.</exception>
    public static bool Verify(string package, TextWriter output)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"cr-verify-{Guid.NewGuid():N}");
        try
        {
            var gone = ShowAndUnload(package, folder, output);
            for (var i = 0; gone.IsAlive && i < CollectionsToWait; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            return !gone.IsAlive;
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    // A frame of its own: what it holds would keep the plugin.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference ShowAndUnload(string package, string folder, TextWriter output)
    {
        var plugin = Load(package, folder);
        PluginText.Write(plugin, output);
        return plugin.Unload();
    }
}
