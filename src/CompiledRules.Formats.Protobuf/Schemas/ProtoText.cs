using Google.Protobuf.Reflection;

namespace CompiledRules.Formats.Protobuf.Schemas;

/// <summary>The text of a <c>.proto</c> file and of what it imports → descriptors.</summary>
internal static class ProtoText
{
    /// <param name="file">A path among <paramref name="files"/>.</param>
    /// <param name="problems">Takes what is wrong; the descriptors are of no use then.</param>
    public static FileDescriptorSet Parse(IFileSystem files, string file, ICollection<ProtoProblem> problems)
    {
        var set = new FileDescriptorSet { FileSystem = files };
        set.AddImportPath("");
        using (var text = files.OpenText(file))
            set.Add(file, true, text);
        try
        {
            set.Process();
        }
        catch (ArgumentException)
        {
            problems.Add(new ProtoProblem(null, 0, "An import is no path below the folder of schemas", "Import files by their path in that folder"));
            return set;
        }

        foreach (var error in set.GetErrors().Where(static error => error.IsError))
            problems.Add(new ProtoProblem(error.File, error.LineNumber, Sentence(error.Message), RemedyFor(error)));
        return set;
    }

    private static string Sentence(string message) => char.ToUpperInvariant(message[0]) + message[1..].TrimEnd('.');

    private static string RemedyFor(ProtoBuf.Reflection.Error error) => error.Message switch
    {
        _ when error.Message.StartsWith("unable to find", StringComparison.Ordinal) => "Pack the imported file below the folder of schemas under this very path",
        _ when error.Message.Contains("type not found", StringComparison.Ordinal) => "Import the file that declares the type, or correct its name",
        _ => $"Correct the line: {error.LineContents?.Trim()}",
    };
}
