using Google.Protobuf.Reflection;

namespace CompiledRules.Formats.Protobuf.Schemas;

/// <summary>A <c>.proto</c> file, parsed with its imports.</summary>
internal sealed class ProtoFile
{
    private readonly SchemaReader _reader;
    private readonly string _package;
    private readonly HashSet<string> _names;

    private ProtoFile(FileDescriptorSet set, FileDescriptorProto file)
    {
        _reader = new SchemaReader(set);
        _package = string.IsNullOrEmpty(file.Package) ? "" : file.Package + ".";
        _names = [.. file.MessageTypes.SelectMany(message => NamesOf(_package, message))];
    }

    /// <summary>Of the messages that the file itself declares, with their package.</summary>
    public IEnumerable<string> MessageNames => _names.Order(StringComparer.Ordinal);

    /// <param name="path">What the file imports is looked for in its folder.</param>
    /// <exception cref="SqlException">The text cannot be used; the message says where and what to do.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ProtoFile Read(string path)
    {
        var (folder, name) = (Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileName(path));
        var problems = new List<ProtoProblem>();
        var set = ProtoText.Parse(new ProtoFolder(folder), name, problems);
        if (problems.Count > 0)
            throw new SqlException(string.Join(" ", problems.Select(problem => Text(problem, name))));

        return new ProtoFile(set, set.Files.Single(file => file.Name == name));
    }

    /// <summary>A message by its name, with or without the file's package; null where there is none.</summary>
    /// <exception cref="SqlException">The message has a field that no value can be read into.</exception>
    public MessageSchema? Find(string name)
    {
        var fullName = _names.Contains(name) ? name : _package + name;
        if (!_names.Contains(fullName))
            return null;

        var schema = _reader.Message("." + fullName);
        return _reader.Problems is [var problem, ..] ? throw new SqlException(Text(problem, fullName)) : schema;
    }

    private static IEnumerable<string> NamesOf(string prefix, DescriptorProto message) =>
        message.NestedTypes
            .Where(static nested => nested.Options?.MapEntry != true)
            .SelectMany(nested => NamesOf($"{prefix}{message.Name}.", nested))
            .Prepend(prefix + message.Name);

    private static string Text(ProtoProblem problem, string file) =>
        problem.Line > 0 ? $"{problem.File ?? file}({problem.Line}): {problem.Message}. {problem.Remedy}." : $"{problem.File ?? file}: {problem.Message}. {problem.Remedy}.";
}
