using System.Collections.Immutable;
using CompiledRules.External.Definitions;
using Google.Protobuf.Reflection;
using ProtoBuf;
using ProtoBuf.Reflection;

namespace CompiledRules.External.Schemas;

/// <summary>A <c>.proto</c> file and its imports → the methods it declares.</summary>
internal static class ProtoParser
{
    /// <summary>Of a schema file that holds descriptors instead of text.</summary>
    public const string SetExtension = ".protoset";

    /// <summary>Parses <paramref name="file"/>, a path below <paramref name="folder"/>.</summary>
    /// <returns>Every rpc of every service in the file itself; empty when <paramref name="problems"/> got an error.</returns>
    public static ImmutableArray<MethodSchema> Parse(string folder, string file, ICollection<ServiceProblem> problems)
    {
        var files = new ProtoFolder(folder);
        if (!files.Exists(file))
        {
            problems.Add(new ServiceProblem(file, 0, "The schema file does not exist", "Put it below the folder of schemas, or correct schemaFile"));
            return [];
        }

        if (file.EndsWith(SetExtension, StringComparison.Ordinal))
            return ReadSet(Path.Combine(folder, file), file, problems);

        var set = new FileDescriptorSet { FileSystem = files };
        set.AddImportPath("");
        using (var text = files.OpenText(file))
            set.Add(file, true, text);
        set.Process();

        var errors = set.GetErrors().Where(static error => error.IsError).ToArray();
        foreach (var error in errors)
            problems.Add(new ServiceProblem(error.File, error.LineNumber, Sentence(error.Message), RemedyFor(error)));
        if (errors.Length > 0)
            return [];

        return [.. Read(set, set.Files.Single(candidate => candidate.Name == file), file, problems)];
    }

    // A file that is already parsed: what a gRPC server tells of itself, or what protoc writes.
    private static ImmutableArray<MethodSchema> ReadSet(string path, string file, ICollection<ServiceProblem> problems)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var set = (FileDescriptorSet)FileDescriptorSet.Serializer.Deserialize(stream, null, typeof(FileDescriptorSet));
            return [.. set.Files.SelectMany(found => Read(set, found, file, problems))];
        }
        catch (Exception error) when (error is ProtoException or EndOfStreamException or KeyNotFoundException)
        {
            problems.Add(new ServiceProblem(file, 0, "The file is no set of descriptors: " + error.Message, "Write it with protoc --include_imports --descriptor_set_out, or import the service again"));
            return [];
        }
    }

    private static IEnumerable<MethodSchema> Read(FileDescriptorSet set, FileDescriptorProto found, string file, ICollection<ServiceProblem> problems)
    {
        var reader = new SchemaReader(set, file, problems);
        return found.Services.SelectMany(service => service.Methods, (service, method) => reader.Method(found, service, method));
    }

    /// <summary>The line on which an rpc is declared, from 1; 0 where it is not found.</summary>
    public static int LineOf(string folder, string file, string method)
    {
        using var text = new ProtoFolder(folder).OpenText(file);
        return Array.FindIndex(text.ReadToEnd().Split('\n'), line => line.Contains($"rpc {method}", StringComparison.Ordinal)) + 1;
    }

    private static string Sentence(string message) => char.ToUpperInvariant(message[0]) + message[1..].TrimEnd('.');

    private static string RemedyFor(Error error) => error.Message switch
    {
        _ when error.Message.StartsWith("unable to find", StringComparison.Ordinal) => "Pack the imported file below the folder of schemas under this very path",
        _ when error.Message.Contains("type not found", StringComparison.Ordinal) => "Import the file that declares the type, or correct its name",
        _ => $"Correct the line: {error.LineContents?.Trim()}",
    };
}
