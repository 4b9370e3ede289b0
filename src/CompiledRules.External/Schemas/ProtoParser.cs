using System.Collections.Immutable;
using CompiledRules.External.Definitions;
using CompiledRules.Formats.Protobuf.Schemas;
using Google.Protobuf.Reflection;
using ProtoBuf;

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
        var files = FolderOf(folder);
        if (!files.Exists(file))
        {
            problems.Add(new ServiceProblem(file, 0, "The schema file does not exist", "Put it below the folder of schemas, or correct schemaFile"));
            return [];
        }

        if (file.EndsWith(SetExtension, StringComparison.Ordinal))
            return ReadSet(Path.Combine(folder, file), file, problems);

        var errors = new List<ProtoProblem>();
        var set = ProtoText.Parse(files, file, errors);
        AddTo(problems, errors, file);
        if (errors.Count > 0)
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

    private static List<MethodSchema> Read(FileDescriptorSet set, FileDescriptorProto found, string file, ICollection<ServiceProblem> problems)
    {
        var reader = new SchemaReader(set);
        var methods = found.Services.SelectMany(service => service.Methods, (service, method) => Method(found, service, method, reader, file, problems)).ToList();
        AddTo(problems, reader.Problems, file);
        return methods;
    }

    private static MethodSchema Method(
        FileDescriptorProto found, ServiceDescriptorProto service, MethodDescriptorProto method, SchemaReader reader, string file, ICollection<ServiceProblem> problems) => new(
        string.IsNullOrEmpty(found.Package) ? service.Name : $"{found.Package}.{service.Name}",
        method.Name,
        reader.Message(method.InputType),
        reader.Message(method.OutputType),
        method.ClientStreaming,
        method.ServerStreaming,
        HttpOptionReader.Read(method, file, problems));

    private static ProtoFolder FolderOf(string root) => new(root, typeof(ProtoParser).Assembly);

    private static void AddTo(ICollection<ServiceProblem> problems, IEnumerable<ProtoProblem> found, string file)
    {
        foreach (var problem in found)
            problems.Add(new ServiceProblem(problem.File ?? file, problem.Line, problem.Message, problem.Remedy));
    }

    /// <summary>The line on which an rpc is declared, from 1; 0 where it is not found.</summary>
    public static int LineOf(string folder, string file, string method)
    {
        using var text = FolderOf(folder).OpenText(file);
        return Array.FindIndex(text.ReadToEnd().Split('\n'), line => line.Contains($"rpc {method}", StringComparison.Ordinal)) + 1;
    }
}
