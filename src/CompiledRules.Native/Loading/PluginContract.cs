namespace CompiledRules.Native.Loading;

/// <summary>The version of the contract between plugins and this host: that of the Abstractions assembly.</summary>
public static class PluginContract
{
    public const string AssemblyName = "CompiledRules.Abstractions";

    public static Version Host { get; } = typeof(SqlValue).Assembly.GetName().Version!;

    /// <summary>
    /// Whether a plugin built against <paramref name="version"/> runs on <paramref name="host"/>: the same major version, and no later minor one.
    /// Below 1.0 every minor version is a contract of its own.
    /// </summary>
    public static bool IsSupported(Version version, Version host) =>
        version.Major == host.Major && (host.Major == 0 ? version.Minor == host.Minor : version.Minor <= host.Minor);

    /// <exception cref="PluginException">The versions do not go together.</exception>
    internal static void Check(string plugin, Version version)
    {
        if (IsSupported(version, Host))
            return;

        var remedy = version > Host ? "update this host, or build the plugin against the older package" : $"build the plugin against {AssemblyName} {Host.ToString(3)}";
        throw new PluginException(plugin, $"it was built against {AssemblyName} {version.ToString(3)}, but this host has {Host.ToString(3)}; {remedy}");
    }
}
