using System.IO.Compression;
using CompiledRules.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CompiledRules.Native.Tests;

/// <summary>Compiles plugins into folders and zip files.</summary>
internal sealed class PluginBuilder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("plugins").FullName;
    private int _next;

    private static IEnumerable<MetadataReference> Framework { get; } =
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(static path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(path) is "netstandard.dll" or "mscorlib.dll")
        .Select(static path => MetadataReference.CreateFromFile(path))
        .ToList();

    public string NewFolder() => Path.Combine(_root, $"f{_next++}");

    /// <summary>A folder with <c>{name}.dll</c> compiled from <paramref name="source"/> against the contract of this host.</summary>
    public string Build(string name, string source, Platform platform = Platform.AnyCpu, string? contract = null, params string[] references)
    {
        var folder = NewFolder();
        Directory.CreateDirectory(folder);
        Compile(Path.Combine(folder, name + ".dll"), source, platform, [contract ?? typeof(SqlValue).Assembly.Location, .. references]);
        return folder;
    }

    public static string Zip(string folder)
    {
        var file = folder + ".zip";
        ZipFile.CreateFromDirectory(folder, file);
        return file;
    }

    /// <summary>An assembly that calls itself the contract in another version.</summary>
    public string ContractOf(string version)
    {
        var folder = NewFolder();
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "CompiledRules.Abstractions.dll");
        Compile(path, $$"""[assembly: System.Reflection.AssemblyVersion("{{version}}")] namespace CompiledRules { public class SqlFunctionAttribute(string name) : System.Attribute { public string Name => name; } }""", Platform.AnyCpu, []);
        return path;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static void Compile(string path, string source, Platform platform, string[] references)
    {
        var compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(path),
            [CSharpSyntaxTree.ParseText(source)],
            [.. Framework, .. references.Select(static reference => MetadataReference.CreateFromFile(reference))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, platform: platform));
        if (references.Contains(typeof(SqlValue).Assembly.Location))
        {
            CSharpGeneratorDriver.Create(new PluginAdapterGenerator()).RunGeneratorsAndUpdateCompilation(compilation, out var generated, out var problems);
            Assert.That(problems, Is.Empty);
            compilation = (CSharpCompilation)generated;
        }

        var result = compilation.Emit(path);
        Assert.That(result.Success, Is.True, string.Join('\n', result.Diagnostics));
    }
}
