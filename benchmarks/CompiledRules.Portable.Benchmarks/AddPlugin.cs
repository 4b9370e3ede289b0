using System.Text.Json;
using CompiledRules.Portable.Functions;

namespace CompiledRules.Portable.Benchmarks;

/// <summary>A host with one plugin whose function <c>add</c> adds two integers.</summary>
internal sealed class AddPlugin : IAsyncDisposable
{
    private readonly string _root;
    private readonly PortableHost _host;

    private AddPlugin(string root, PortableHost host) => (_root, _host) = (root, host);

    public PortableFunction Add => _host.FindFunction("add")!;

    public static Task<AddPlugin> PythonOverNngAsync() => StartAsync("python", "Plugins/nng_add.py", [], usesFastWire: false);

    public static Task<AddPlugin> PythonAsync(bool usesFastWire) => StartAsync("python", "Plugins/sdk_add.py", [], usesFastWire);

    public static Task<AddPlugin> DotnetAsync() => StartAsync(
        "dotnet",
        "CompiledRules.Portable.TestPlugin.dll",
        ["CompiledRules.Portable.TestPlugin.runtimeconfig.json", "CompiledRules.Portable.TestPlugin.deps.json", "CompiledRules.Portable.Sdk.dll", "CompiledRules.Abstractions.dll"],
        usesFastWire: true);

    /// <summary>Rows of two integers.</summary>
    public static SqlArray[] Rows(int count) => [.. Enumerable.Range(0, count).Select(static i => SqlArray.Create([SqlValue.From((long)i), SqlValue.From(2L * i)]))];

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync().ConfigureAwait(false);
        Directory.Delete(_root, recursive: true);
    }

    private static async Task<AddPlugin> StartAsync(string language, string executable, string[] others, bool usesFastWire)
    {
        var root = Directory.CreateTempSubdirectory("crb").FullName;
        var package = Directory.CreateDirectory(Path.Combine(root, "package")).FullName;
        foreach (var file in (string[])[executable, .. others])
            File.Copy(Path.Combine(AppContext.BaseDirectory, file), Path.Combine(package, Path.GetFileName(file)));
        var json = JsonSerializer.Serialize(new { name = "bench", language, executable = Path.GetFileName(executable), functions = (string[])["add"] });
        await File.WriteAllTextAsync(Path.Combine(package, "bench.json"), json).ConfigureAwait(false);

        var host = new PortableHost(new PortableOptions
        {
            PluginDirectory = Path.Combine(root, "plugins"),
            SocketDirectory = root,
            PythonBin = "python3",
            PythonPath = Path.Combine(AppContext.BaseDirectory, "sdk", "python"),
            UsesFastWire = usesFastWire,
        });
        await host.InstallAsync("bench", package).ConfigureAwait(false);
        return new AddPlugin(root, host);
    }
}
