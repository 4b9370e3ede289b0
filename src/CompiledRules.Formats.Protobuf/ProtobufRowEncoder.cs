using System.Buffers;
using CompiledRules.Formats.Protobuf.Schemas;
using CompiledRules.Formats.Protobuf.Wire;

namespace CompiledRules.Formats.Protobuf;

/// <summary>Writes one row as one message. Kinds are strict; columns that are no field of the message are left out.</summary>
internal sealed class ProtobufRowEncoder(MessageSchema schema) : IRowEncoder
{
    public void Encode(SqlValue message, IBufferWriter<byte> output)
    {
        var row = message.Kind switch
        {
            SqlKind.Object => message.AsObject(),
            SqlKind.Array when message.AsArray() is [{ Kind: SqlKind.Object } only] => only.AsObject(),
            _ => throw new SqlException("format protobuf takes a single row; set sendSingle to true"),
        };
        output.Write(MessageEncoder.Encode(schema, schema.FieldsOf(row)));
    }
}
