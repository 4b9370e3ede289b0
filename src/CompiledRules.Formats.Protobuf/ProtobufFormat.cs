using CompiledRules.Formats.Protobuf.Schemas;
using CompiledRules.Formats.Schemas;

namespace CompiledRules.Formats.Protobuf;

/// <summary>The format <c>protobuf</c>: one message of a <c>.proto</c> file per payload.</summary>
public static class ProtobufFormat
{
    /// <summary>The kind of schema that <see cref="ISchemaFiles"/> is asked for.</summary>
    public const string SchemaType = "protobuf";

    /// <summary>Adds the format <c>protobuf</c>, whose <c>SCHEMAID</c> is <c>file.Message</c>; the message may be written with its package.</summary>
    /// <param name="registry">Takes it.</param>
    /// <param name="schemas">Has the <c>.proto</c> files.</param>
    public static FormatRegistry AddProtobuf(this FormatRegistry registry, ISchemaFiles schemas) => registry
        .AddDecoder("protobuf", (options, layout, schema) => new ProtobufRowDecoder(MessageOf(options, schemas), layout, schema))
        .AddEncoder("protobuf", options => new ProtobufRowEncoder(MessageOf(options, schemas)));

    /// <summary>The full names of the messages that a <c>.proto</c> file declares.</summary>
    /// <param name="path">What it imports is looked for in its folder.</param>
    /// <exception cref="SqlException">The file or one of its imports has an error; the message names file and line and what to do.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<string> MessagesOf(string path) => [.. ProtoFile.Read(path).MessageNames];

    private static MessageSchema MessageOf(ConnectorOptions options, ISchemaFiles schemas)
    {
        var id = options.RequireString("SCHEMAID", "the message of a .proto file, such as \"sensors.Reading\"");
        if (id.Split('.', 2) is not [{ Length: > 0 } name, { Length: > 0 } message])
            throw options.Error("SCHEMAID", $"found \"{id}\"; expected a file and a message, such as \"sensors.Reading\"");
        if (schemas.Find(SchemaType, name) is not { } path)
            throw options.Error("SCHEMAID", $"there is no schema '{name}'; there are {Listed(schemas.NamesOf(SchemaType))}");

        try
        {
            var file = ProtoFile.Read(path);
            return file.Find(message) ?? throw options.Error("SCHEMAID", $"schema '{name}' has no message '{message}'; it has {Listed(file.MessageNames)}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SqlException)
        {
            throw options.Error("SCHEMAID", exception.Message);
        }
    }

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } text ? text : "none";
}
