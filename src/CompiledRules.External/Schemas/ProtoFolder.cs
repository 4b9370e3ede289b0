using System.Reflection;
using Google.Protobuf.Reflection;

namespace CompiledRules.External.Schemas;

/// <summary>Where <c>import</c> finds its files: the folder of schemas, then the <c>google/api</c> files that ship with the product.</summary>
/// <remarks><c>google/protobuf</c> is built into the parser.</remarks>
internal sealed class ProtoFolder(string root) : IFileSystem
{
    private static readonly Assembly s_assembly = typeof(ProtoFolder).Assembly;
    private readonly string _root = Path.GetFullPath(root) + Path.DirectorySeparatorChar;

    public bool Exists(string path) => TryResolve(path) is not null || IsShipped(path);

    public TextReader OpenText(string path) => TryResolve(path) is { } file
        ? File.OpenText(file)
        : new StreamReader(s_assembly.GetManifestResourceStream(ShippedName(path)) ?? throw new FileNotFoundException($"No file {path} among the schemas", path));

    // A definition comes from outside: it names files below the folder or none.
    private string? TryResolve(string path)
    {
        var full = Path.GetFullPath(Path.Combine(_root, path));
        return full.StartsWith(_root, StringComparison.Ordinal) && File.Exists(full) ? full : null;
    }

    private static bool IsShipped(string path) => s_assembly.GetManifestResourceInfo(ShippedName(path)) is not null;

    private static string ShippedName(string path) => path.Replace('\\', '/').TrimStart('/');
}
