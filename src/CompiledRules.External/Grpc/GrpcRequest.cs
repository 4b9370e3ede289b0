using CompiledRules.External.Messages;
using CompiledRules.External.Schemas;
using CompiledRules.Formats.Protobuf.Schemas;
using CompiledRules.Formats.Protobuf.Wire;

namespace CompiledRules.External.Grpc;

/// <summary>An encoded message and the fields that headers ask for.</summary>
internal sealed record GrpcRequest(byte[] Message, SqlValue[] Fields)
{
    public static object Prepare(MessageSchema schema, SqlArray arguments, bool needsFields)
    {
        var fields = ArgumentMapping.Map(arguments, schema);
        var message = MessageEncoder.Encode(schema, fields);
        return needsFields ? new GrpcRequest(message, fields.ToArray()) : message;
    }

    public static byte[] MessageOf(object request) => request as byte[] ?? ((GrpcRequest)request).Message;

    public static string Describe(object request, MethodSchema method) =>
        $"{method.FullName} {SqlJson.ToText(MessageDecoder.Decode(method.Input, MessageOf(request)), nonFiniteAsNull: true)}";

    /// <summary>The text of a field by its dotted path, for a header.</summary>
    public static string? FieldText(object request, MessageSchema schema, string path) =>
        request is GrpcRequest { Fields: var fields } ? FieldPath.TextOf(schema, fields, path) : null;
}
