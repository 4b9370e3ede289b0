using System.Buffers;
using CompiledRules.Formats.Protobuf.Schemas;
using CompiledRules.Formats.Protobuf.Wire;
using Grpc.Core;

namespace CompiledRules.External.Grpc;

/// <summary>A decoded reply, or why it cannot be decoded: a marshaller that threw would look like a lost connection.</summary>
internal sealed class GrpcReply(SqlValue value, SqlException? error)
{
    public SqlValue Value { get; } = value;

    public SqlException? Error { get; } = error;

    public static GrpcReply Read(MessageSchema schema, DeserializationContext context)
    {
        var payload = context.PayloadAsReadOnlySequence();
        try
        {
            return new GrpcReply(MessageDecoder.Decode(schema, payload.IsSingleSegment ? payload.FirstSpan : payload.ToArray()), null);
        }
        catch (SqlException error)
        {
            return new GrpcReply(default, error);
        }
    }
}
