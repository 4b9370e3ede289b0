namespace CompiledRules.Connectors.Tests;

/// <summary>A folder of its own for one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("compiledrules-");

    public string Path => _folder.FullName;

    public ConnectorContext Context(TimeProvider? time = null) => new("rule", time ?? TimeProvider.System) { BaseDirectory = Path };

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(File(name))!);
        System.IO.File.WriteAllText(File(name), text);
    }

    public string Read(string name) => System.IO.File.ReadAllText(File(name));

    public void Dispose() => _folder.Delete(recursive: true);
}
