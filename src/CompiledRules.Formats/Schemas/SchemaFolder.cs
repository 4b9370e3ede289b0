namespace CompiledRules.Formats.Schemas;

/// <summary>Schemas as files: <c>protobuf/name.proto</c> or <c>protobuf/name@version.proto</c> below a folder. Of several versions the last by its text counts.</summary>
/// <param name="roots">Folders, the first that has a schema wins; one that does not exist is empty.</param>
public sealed class SchemaFolder(params IReadOnlyList<string> roots) : ISchemaFiles
{
    private const char VersionMark = '@';

    public string? Find(string type, string name) => FilesOf(type)
        .Where(path => NameOf(path) == name)
        .Select(static path => Path.GetFullPath(path))
        .FirstOrDefault();

    public IEnumerable<string> NamesOf(string type) => FilesOf(type).Select(NameOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    // Folder by folder; in each the later version of a name comes first.
    private IEnumerable<string> FilesOf(string type) => roots
        .Select(root => Path.Combine(root, type))
        .Where(Directory.Exists)
        .SelectMany(static folder => Directory.EnumerateFiles(folder).OrderByDescending(static path => Path.GetFileNameWithoutExtension(path), StringComparer.Ordinal));

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path).Split(VersionMark)[0];
}
