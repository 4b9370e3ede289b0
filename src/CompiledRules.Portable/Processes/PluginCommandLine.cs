using System.Runtime.InteropServices;
using CompiledRules.Portable.Packages;

namespace CompiledRules.Portable.Processes;

/// <summary>How the process of a plugin is started.</summary>
internal static class PluginCommandLine
{
    private const string Argument = """{"sendTimeout":1000}""";

    /// <exception cref="PortableException">The language is not known.</exception>
    public static string[] Of(PluginManifest manifest, PortableOptions options) => manifest.Language switch
    {
        "python" => [.. Python(manifest, options.PythonBin), manifest.Executable, Argument],
        "go" or "dotnet" or "executable" when manifest.Executable.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) => ["dotnet", manifest.Executable, Argument],
        "go" or "dotnet" or "executable" => [manifest.Executable, Argument],
        _ => throw new PortableException($"unsupported language: {manifest.Language}"),
    };

    private static string[] Python(PluginManifest manifest, string python) => manifest.VirtualEnvType switch
    {
        "conda" => ["conda", "run", "-n", manifest.Env ?? "base", python],
        "venv" => [Path.Combine(manifest.Directory, manifest.Env ?? ".venv", Bin, "python"), "-u"],
        "uv" => ["uv", "run", "--project", Path.Combine(manifest.Directory, manifest.Env ?? "."), "python", "-u"],
        _ => [python, "-u"],
    };

    private static string Bin => RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "Scripts" : "bin";
}
