using System.Buffers;
using System.Text;

namespace CompiledRules.Formats.Binary;

/// <summary>Writes the bytes or text of one column as they are: <c>self</c>, or the only column there is.</summary>
public sealed class BinaryRowEncoder : IRowEncoder
{
    public void Encode(SqlValue message, IBufferWriter<byte> output)
    {
        var row = message.Kind switch
        {
            SqlKind.Object => message.AsObject(),
            SqlKind.Array when message.AsArray() is [{ Kind: SqlKind.Object } only] => only.AsObject(),
            _ => throw new SqlException("format binary takes a single row; set sendSingle to true"),
        };
        var value = row[BinaryRowDecoder.SelfColumn];
        if (value.IsMissing && row.Count == 1)
            value = row.Values[0];
        if (value.Kind == SqlKind.Bytes)
            output.Write(value.AsBytes());
        else if (value.IsString)
            Encoding.UTF8.GetBytes(value.AsString(), output);
        else
            throw new SqlException($"format binary takes a row with bytes in column '{BinaryRowDecoder.SelfColumn}'; found {SqlText.Describe(message)}");
    }
}
