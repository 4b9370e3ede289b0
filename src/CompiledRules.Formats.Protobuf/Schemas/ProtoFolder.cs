using System.Reflection;
using Google.Protobuf.Reflection;

namespace CompiledRules.Formats.Protobuf.Schemas;

/// <summary>Where <c>import</c> finds its files: a folder, then the resources of an assembly.</summary>
/// <param name="root">The folder; nothing outside it is read.</param>
/// <param name="shipped">Holds files as resources of their names; null for none. <c>google/protobuf</c> is built into the parser.</param>
internal sealed class ProtoFolder(string root, Assembly? shipped = null) : IFileSystem
{
    private readonly string _root = Path.GetFullPath(root) + Path.DirectorySeparatorChar;

    public bool Exists(string path) => TryResolve(path) is not null || IsShipped(path);

    public TextReader OpenText(string path) => TryResolve(path) is { } file
        ? File.OpenText(file)
        : new StreamReader(shipped?.GetManifestResourceStream(ShippedName(path)) ?? throw new FileNotFoundException($"No file {path} among the schemas", path));

    // A definition comes from outside: it names files below the folder or none.
    private string? TryResolve(string path)
    {
        var full = Path.GetFullPath(Path.Combine(_root, path));
        return full.StartsWith(_root, StringComparison.Ordinal) && File.Exists(full) ? full : null;
    }

    private bool IsShipped(string path) => shipped?.GetManifestResourceInfo(ShippedName(path)) is not null;

    private static string ShippedName(string path) => path.Replace('\\', '/').TrimStart('/');
}
