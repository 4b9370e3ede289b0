using System.Text;
using CompiledRules.Formats.Protobuf.Schemas;

namespace CompiledRules.Formats.Protobuf.Wire;

/// <summary>Protobuf wire bytes → SQL values, by the tables of a <see cref="MessageSchema"/>. There is no message object in between.</summary>
internal static class MessageDecoder
{
    // As deep as other protobuf readers go; a hostile reply must not exhaust the stack.
    private const int DeepestNesting = 100;

    /// <exception cref="SqlException">The bytes are not a message of this schema.</exception>
    public static SqlValue Decode(MessageSchema schema, ReadOnlySpan<byte> bytes) => ReadMessage(schema, bytes, 0);

    /// <summary>Only the fields of which <paramref name="wanted"/> is true, by their index; all of them where it is null.</summary>
    /// <exception cref="SqlException">The bytes are not a message of this schema.</exception>
    public static SqlObject DecodeFields(MessageSchema schema, ReadOnlySpan<byte> bytes, bool[]? wanted) => ReadObject(schema, bytes, 0, wanted);

    private static SqlValue ReadMessage(MessageSchema schema, ReadOnlySpan<byte> bytes, int depth)
    {
        if (depth > DeepestNesting)
            throw WireReader.Damaged($"it nests deeper than {DeepestNesting} levels");

        return schema.WellKnown switch
        {
            WellKnownType.None or WellKnownType.Empty => ReadObject(schema, bytes, depth),
            WellKnownType.Timestamp => ReadTime(bytes) is var (seconds, nanos) ? TimeFields.TimestampValue(seconds, nanos) : default,
            WellKnownType.Duration => ReadTime(bytes) is var (seconds, nanos) ? TimeFields.DurationValue(seconds, nanos) : default,
            WellKnownType.Value => ReadDynamic(schema, bytes, depth),
            // Wrapper, Struct and ListValue: what their only field holds.
            _ => ReadObject(schema, bytes, depth).Values[0],
        };
    }

    private static SqlObject ReadObject(MessageSchema schema, ReadOnlySpan<byte> bytes, int depth, bool[]? wanted = null)
    {
        var buffer = new ObjectBuffer(schema, wanted);
        var reader = new WireReader(bytes);
        while (!reader.IsAtEnd)
        {
            var tag = reader.ReadTag();
            var wireType = (int)(tag & 7);
            if (schema.FindByNumber((int)(tag >> 3)) is not { } field || !Fits(field, wireType) || wanted?[field.Index] == false)
                reader.Skip(tag);
            else if (field.IsMap)
                ReadEntry(field, reader.ReadLengthDelimited(), buffer.Map(field), depth);
            else if (!field.IsRepeated)
                buffer.Set(field, ReadValue(ref reader, field, depth));
            else if (wireType == field.Kind.WireType)
                buffer.List(field).Add(ReadValue(ref reader, field, depth));
            else
                ReadPacked(reader.ReadLengthDelimited(), field, buffer.List(field), depth);
        }

        return buffer.ToObject();
    }

    // A repeated number may come packed or not, whatever the schema says.
    private static bool Fits(FieldSchema field, int wireType) =>
        wireType == field.Kind.WireType || (field.IsRepeated && field.Kind.CanPack && wireType == FieldKinds.LengthDelimited);

    private static void ReadPacked(ReadOnlySpan<byte> bytes, FieldSchema field, List<SqlValue> items, int depth)
    {
        var reader = new WireReader(bytes);
        while (!reader.IsAtEnd)
            items.Add(ReadValue(ref reader, field, depth));
    }

    private static void ReadEntry(FieldSchema field, ReadOnlySpan<byte> bytes, SqlObject.Builder map, int depth)
    {
        var (keyField, valueField) = (field.Message!.Fields[0], field.Message.Fields[1]);
        var key = keyField.Default;
        var value = valueField.Default;
        var reader = new WireReader(bytes);
        while (!reader.IsAtEnd)
        {
            var tag = reader.ReadTag();
            if (tag == keyField.Tag)
                key = ReadValue(ref reader, keyField, depth);
            else if (tag == valueField.Tag)
                value = ReadValue(ref reader, valueField, depth);
            else
                reader.Skip(tag);
        }

        map[key.ToString()] = value;
    }

    private static SqlValue ReadValue(ref WireReader reader, FieldSchema field, int depth) => field.Kind switch
    {
        FieldKind.Double => BitConverter.UInt64BitsToDouble(reader.ReadEightBytes()),
        FieldKind.Float => (double)BitConverter.UInt32BitsToSingle(reader.ReadFourBytes()),
        FieldKind.Int32 or FieldKind.Enum => (long)(int)reader.ReadVarint(),
        FieldKind.UInt32 => (long)(uint)reader.ReadVarint(),
        FieldKind.Int64 or FieldKind.UInt64 => (long)reader.ReadVarint(),
        FieldKind.SInt32 or FieldKind.SInt64 => ZigZag(reader.ReadVarint()),
        FieldKind.Fixed32 => (long)reader.ReadFourBytes(),
        FieldKind.SFixed32 => (long)(int)reader.ReadFourBytes(),
        FieldKind.Fixed64 or FieldKind.SFixed64 => (long)reader.ReadEightBytes(),
        FieldKind.Bool => reader.ReadVarint() != 0,
        FieldKind.String => Encoding.UTF8.GetString(reader.ReadLengthDelimited()),
        FieldKind.Bytes => SqlValue.From(reader.ReadLengthDelimited().ToArray()),
        _ => ReadMessage(field.Message!, reader.ReadLengthDelimited(), depth + 1),
    };

    private static long ZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    private static (long Seconds, int Nanos) ReadTime(ReadOnlySpan<byte> bytes)
    {
        var (seconds, nanos) = (0L, 0);
        var reader = new WireReader(bytes);
        while (!reader.IsAtEnd)
        {
            var tag = reader.ReadTag();
            if (tag == (1 << 3))
                seconds = (long)reader.ReadVarint();
            else if (tag == (2 << 3))
                nanos = (int)reader.ReadVarint();
            else
                reader.Skip(tag);
        }

        return (seconds, nanos);
    }

    // google.protobuf.Value holds at most one of null_value, number_value, string_value, bool_value, struct_value, list_value.
    private static SqlValue ReadDynamic(MessageSchema schema, ReadOnlySpan<byte> bytes, int depth)
    {
        var set = ReadObject(schema, bytes, depth);
        return set.Count == 0 || set.Names[0] == "null_value" ? SqlValue.Null : set.Values[0];
    }
}
