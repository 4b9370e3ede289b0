using System.Collections.Immutable;
using System.Reflection;
using CompiledRules.Generators.Stubs.Model;
using Google.Protobuf.Reflection;

namespace CompiledRules.Generators.Stubs.Readers;

/// <summary>The schemas of a project as files that import each other: by the path below a folder <c>schemas</c>, then the <c>google/api</c> files that services may import.</summary>
internal sealed class ProtoFiles(IReadOnlyCollection<StubFile> schemas) : IFileSystem
{
    private static readonly Assembly s_assembly = typeof(ProtoFiles).Assembly;

    public StubFile? Find(string name) => schemas.FirstOrDefault(file => IsNamed(file.Path, name));

    public bool Exists(string path) => Find(path) is not null || s_assembly.GetManifestResourceInfo(Normal(path)) is not null;

    public TextReader OpenText(string path) =>
        Find(path) is { } file ? new StringReader(file.Text) : new StreamReader(s_assembly.GetManifestResourceStream(Normal(path))!);

    /// <summary>Parses a file with its imports.</summary>
    /// <returns>Null where there are errors, which are reported.</returns>
    public FileDescriptorSet? Parse(StubFile file, string name, ICollection<StubProblem> problems)
    {
        var set = new FileDescriptorSet { FileSystem = this };
        set.AddImportPath("");
        using (var text = new StringReader(file.Text))
            set.Add(name, true, text);
        set.Process();

        var errors = set.GetErrors().Where(static error => error.IsError).ToImmutableArray();
        foreach (var error in errors)
        {
            var path = Find(error.File)?.Path ?? file.Path;
            problems.Add(new StubProblem(path, error.LineNumber, StubProblems.WrongSchema.At(default, char.ToUpperInvariant(error.Message[0]) + error.Message.Substring(1))));
        }

        return errors.IsEmpty ? set : null;
    }

    private static bool IsNamed(string path, string name)
    {
        path = Normal(path);
        name = Normal(name);
        return path.EndsWith("/" + name, StringComparison.Ordinal) || path == name;
    }

    private static string Normal(string path) => path.Replace('\\', '/').TrimStart('/');
}
