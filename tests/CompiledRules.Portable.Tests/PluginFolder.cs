using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace CompiledRules.Portable.Tests;

/// <summary>Builds plugin packages, and the options of a host that uses a folder of its own.</summary>
internal sealed class PluginFolder : IDisposable
{
    private static int s_count;

    private readonly SocketFolder _sockets = new();
    private readonly List<string> _log = [];

    public PluginFolder() => Options = new PortableOptions
    {
        PluginDirectory = Path.Combine(_sockets.Folder, "plugins"),
        SocketDirectory = _sockets.Folder,
        PythonBin = "python3",
        Log = (plugin, line) =>
        {
            lock (_log)
                _log.Add($"{plugin}: {line}");
        },
    };

    public PortableOptions Options { get; }

    public string Root => _sockets.Folder;

    public IReadOnlyList<string> Log
    {
        get
        {
            lock (_log)
                return [.. _log];
        }
    }

    /// <summary>A name that no other test uses.</summary>
    public static string NewName(string prefix) => $"{prefix}{Interlocked.Increment(ref s_count)}";

    /// <summary>A package around one of the scripts beside the tests.</summary>
    public string Write(string name, string script, string[] functions, string[]? sources = null, string[]? sinks = null, string version = "1", string language = "python", string? signatures = null)
    {
        var folder = Path.Combine(_sockets.Folder, "packages", name + version);
        Directory.CreateDirectory(Path.Combine(folder, "sources"));
        var executable = Path.GetFileName(script);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Plugins", script), Path.Combine(folder, executable));
        File.WriteAllText(Path.Combine(folder, "sockets.txt"), _sockets.Folder);
        foreach (var source in sources ?? [])
            File.WriteAllText(Path.Combine(folder, "sources", source + ".yaml"), "default:\n");

        var json = JsonSerializer.Serialize(new { name, version, language, executable, sources = sources ?? [], sinks = sinks ?? [], functions });
        if (signatures is not null)
            json = $"{json[..^1]},\"signatures\":{signatures}}}";
        File.WriteAllText(Path.Combine(folder, name + ".json"), json);
        return folder;
    }

    /// <summary>A package around the plugin on the C# SDK that is built beside the tests.</summary>
    public string WriteDotnet(string name, string[] functions, string[]? sources = null, string[]? sinks = null)
    {
        var folder = Path.Combine(_sockets.Folder, "packages", name);
        Directory.CreateDirectory(Path.Combine(folder, "sources"));
        foreach (var file in (string[])["TestPlugin.dll", "TestPlugin.runtimeconfig.json", "TestPlugin.deps.json", "Sdk.dll"])
            File.Copy(Path.Combine(AppContext.BaseDirectory, "CompiledRules.Portable." + file), Path.Combine(folder, "CompiledRules.Portable." + file));
        File.Copy(Path.Combine(AppContext.BaseDirectory, "CompiledRules.Abstractions.dll"), Path.Combine(folder, "CompiledRules.Abstractions.dll"));
        foreach (var source in sources ?? [])
            File.WriteAllText(Path.Combine(folder, "sources", source + ".yaml"), "default:\n");
        File.WriteAllText(
            Path.Combine(folder, name + ".json"),
            JsonSerializer.Serialize(new { name, version = "1", language = "dotnet", executable = "CompiledRules.Portable.TestPlugin.dll", sources = sources ?? [], sinks = sinks ?? [], functions }));
        return folder;
    }

    public static string Zip(string folder)
    {
        ZipFile.CreateFromDirectory(folder, folder + ".zip");
        return folder + ".zip";
    }

    public static void RequirePython()
    {
        if (!Runs("python3", "-c", "pass"))
            Assert.Ignore("python3 is not installed");
    }

    public static void RequireNng()
    {
        RequirePython();
        if (!NativeLibrary.TryLoad("libnng.so.1", out _))
            Assert.Ignore("libnng.so.1 is not installed (Debian: libnng1)");
    }

    public void Dispose() => _sockets.Dispose();

    private static bool Runs(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
