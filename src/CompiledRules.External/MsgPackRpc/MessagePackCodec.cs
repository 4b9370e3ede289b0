using System.Buffers;
using CompiledRules.Formats.Protobuf.Schemas;
using CompiledRules.Formats.Protobuf.Wire;
using MessagePack;

namespace CompiledRules.External.MsgPackRpc;

/// <summary>SQL values ↔ MessagePack, with the kinds that a schema asks for. Messages are maps by field name.</summary>
internal static class MessagePackCodec
{
    private const int DeepestNesting = 100;

    /// <exception cref="SqlException">A value does not fit its field.</exception>
    public static void WriteField(ref MessagePackWriter writer, FieldSchema field, SqlValue value)
    {
        if (value.IsNull)
            value = field.Default;
        if (field.IsMap)
            WriteMap(ref writer, field, FieldConversion.ToObject(value, field));
        else if (field.IsRepeated)
            WriteArray(ref writer, field, FieldConversion.ToArray(value, field));
        else
            WriteSingle(ref writer, field, value);
    }

    /// <summary>Writes the value that stands for a well-known message.</summary>
    /// <exception cref="SqlException">The value does not fit a wrapper's field.</exception>
    public static void WriteWhole(ref MessagePackWriter writer, MessageSchema schema, SqlValue value)
    {
        if (schema.WellKnown == WellKnownType.Wrapper)
            WriteField(ref writer, schema.Fields[0], value.Kind == SqlKind.Object ? value.AsObject()["value"] : value);
        else
            WriteAny(ref writer, value);
    }

    /// <summary>Reads a reply as SQL has it.</summary>
    /// <param name="schema">Null where any value will do.</param>
    /// <exception cref="SqlException">It is of another kind, or no MessagePack at all.</exception>
    public static SqlValue ReadReply(ref MessagePackReader reader, MessageSchema? schema)
    {
        try
        {
            return schema is null ? ReadAny(ref reader) : ReadMessage(ref reader, schema);
        }
        catch (Exception error) when (error is MessagePackSerializationException or EndOfStreamException or ArgumentException or OverflowException or InvalidOperationException)
        {
            // The reader has many ways to say so.
            throw new SqlException("the reply is not valid MessagePack: " + error.Message, error);
        }
    }

    private static SqlValue ReadMessage(ref MessagePackReader reader, MessageSchema schema)
    {
        Enter(ref reader);
        var value = ReadMessageInside(ref reader, schema);
        reader.Depth--;
        return value;
    }

    private static SqlValue ReadAny(ref MessagePackReader reader)
    {
        Enter(ref reader);
        var value = ReadAnyInside(ref reader);
        reader.Depth--;
        return value;
    }

    private static SqlValue ReadMessageInside(ref MessagePackReader reader, MessageSchema schema)
    {
        switch (schema.WellKnown)
        {
            case WellKnownType.Wrapper:
                return ReadSingle(ref reader, schema.Fields[0]);
            case WellKnownType.Timestamp:
                var (seconds, nanos) = TimeFields.Timestamp(ReadAny(ref reader));
                return TimeFields.TimestampValue(seconds, nanos);
            case WellKnownType.Duration:
                var (whole, fraction) = TimeFields.Duration(ReadAny(ref reader));
                return TimeFields.DurationValue(whole, fraction);
            case WellKnownType.None:
                break;
            case WellKnownType.Empty:
                reader.Skip();
                return SqlObject.Empty;
            default:
                return ReadAny(ref reader);
        }

        if (reader.NextMessagePackType != MessagePackType.Map)
            throw Unexpected(ref reader, $"a map for {schema.FullName}");

        var buffer = new ObjectBuffer(schema);
        for (var count = reader.ReadMapHeader(); count > 0; count--)
        {
            if (schema.FindByName(ReadAny(ref reader).ToString()) is { } field)
                ReadField(ref reader, field, ref buffer);
            else
                reader.Skip();
        }

        return buffer.ToObject();
    }

    private static SqlValue ReadAnyInside(ref MessagePackReader reader)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Integer:
                return ReadInteger(ref reader);
            case MessagePackType.Boolean:
                return reader.ReadBoolean();
            case MessagePackType.Float:
                return reader.ReadDouble();
            case MessagePackType.String:
                return reader.ReadString();
            case MessagePackType.Binary:
                return SqlValue.From(reader.ReadBytes()!.Value.ToArray());
            case MessagePackType.Array:
                var items = new SqlValue[reader.ReadArrayHeader()];
                for (var i = 0; i < items.Length; i++)
                    items[i] = ReadAny(ref reader);
                return new SqlArray(items);
            case MessagePackType.Map:
                var members = new SqlObject.Builder();
                for (var count = reader.ReadMapHeader(); count > 0; count--)
                {
                    var name = ReadAny(ref reader).ToString();
                    members[name] = ReadAny(ref reader);
                }

                return members.ToObject();
            case MessagePackType.Extension when reader.CreatePeekReader().ReadExtensionFormatHeader().TypeCode == ReservedMessagePackExtensionTypeCode.DateTime:
                return SqlValue.From(SqlTime.From(new DateTimeOffset(reader.ReadDateTime()), TimeZoneInfo.Utc));
            default:
                reader.Skip();
                return SqlValue.Null;
        }
    }

    // A hostile reply must not exhaust the stack.
    private static void Enter(ref MessagePackReader reader)
    {
        if (++reader.Depth > DeepestNesting)
            throw new SqlException($"the reply nests deeper than {DeepestNesting} levels");
    }

    private static void ReadField(ref MessagePackReader reader, FieldSchema field, ref ObjectBuffer buffer)
    {
        if (reader.TryReadNil())
            return;

        if (field.IsMap && reader.NextMessagePackType == MessagePackType.Map)
        {
            var map = buffer.Map(field);
            for (var count = reader.ReadMapHeader(); count > 0; count--)
            {
                var key = ReadAny(ref reader).ToString();
                map[key] = ReadSingle(ref reader, field.Message!.Fields[1]);
            }
        }
        else if (field is { IsRepeated: true, IsMap: false } && reader.NextMessagePackType == MessagePackType.Array)
        {
            var items = buffer.List(field);
            for (var count = reader.ReadArrayHeader(); count > 0; count--)
                items.Add(ReadSingle(ref reader, field));
        }
        else if (field.IsRepeated)
            throw Unexpected(ref reader, $"{field.TypeText} for field '{field.Name}'");
        else
            buffer.Set(field, ReadSingle(ref reader, field));
    }

    private static SqlValue ReadSingle(ref MessagePackReader reader, FieldSchema field)
    {
        if (field.Kind == FieldKind.Message)
            return ReadMessage(ref reader, field.Message!);

        var type = reader.NextMessagePackType;
        return field.Kind switch
        {
            FieldKind.Double or FieldKind.Float when type is MessagePackType.Float or MessagePackType.Integer => reader.ReadDouble(),
            FieldKind.Bool when type is MessagePackType.Boolean => reader.ReadBoolean(),
            FieldKind.String when type is MessagePackType.String => reader.ReadString(),
            FieldKind.Bytes when type is MessagePackType.Binary => SqlValue.From(reader.ReadBytes()!.Value.ToArray()),
            FieldKind.Enum when type is MessagePackType.Integer => ReadInteger(ref reader),
            _ when field.Kind.IsInteger && type is MessagePackType.Integer => ReadInteger(ref reader),
            _ => throw Unexpected(ref reader, $"{field.Kind.Text} for field '{field.Name}'"),
        };
    }

    // The upper half of uint64 wraps, as it does in every integer of the dialect.
    private static long ReadInteger(ref MessagePackReader reader) =>
        reader.NextCode == MessagePackCode.UInt64 ? (long)reader.ReadUInt64() : reader.ReadInt64();

    private static void WriteArray(ref MessagePackWriter writer, FieldSchema field, SqlArray items)
    {
        writer.WriteArrayHeader(items.Count);
        foreach (var item in items.AsSpan())
            WriteSingle(ref writer, field, item);
    }

    private static void WriteMap(ref MessagePackWriter writer, FieldSchema field, SqlObject entries)
    {
        var (key, value) = (field.Message!.Fields[0], field.Message.Fields[1]);
        writer.WriteMapHeader(entries.Count);
        for (var i = 0; i < entries.Count; i++)
        {
            WriteSingle(ref writer, key, FieldConversion.ToMapKey(entries.Names[i], key));
            WriteSingle(ref writer, value, entries.Values[i]);
        }
    }

    private static void WriteSingle(ref MessagePackWriter writer, FieldSchema field, SqlValue value)
    {
        switch (field.Kind)
        {
            case FieldKind.Double or FieldKind.Float:
                writer.Write(FieldConversion.ToFloat(value, field));
                break;
            case FieldKind.Bool:
                writer.Write(FieldConversion.ToBoolean(value, field));
                break;
            case FieldKind.String:
                writer.Write(value.IsString ? value.AsString() : throw FieldConversion.Mismatch(value, field));
                break;
            case FieldKind.Bytes:
                writer.Write(FieldConversion.ToBytes(value, field));
                break;
            case FieldKind.UInt64 or FieldKind.Fixed64:
                writer.Write((ulong)FieldConversion.ToInteger(value, field));
                break;
            case FieldKind.Message:
                WriteMessage(ref writer, field, value);
                break;
            default:
                writer.Write(FieldConversion.ToInteger(value, field));
                break;
        }
    }

    private static void WriteMessage(ref MessagePackWriter writer, FieldSchema field, SqlValue value)
    {
        var schema = field.Message!;
        if (schema.WellKnown is not (WellKnownType.None or WellKnownType.Empty))
        {
            WriteWhole(ref writer, schema, value);
            return;
        }

        if (value.IsNull)
        {
            writer.WriteNil();
            return;
        }

        var source = FieldConversion.ToObject(value, field);
        var present = schema.Fields.Where(member => !source[member.Name].IsNull).ToArray();
        writer.WriteMapHeader(present.Length);
        foreach (var member in present)
        {
            writer.Write(member.Name);
            WriteField(ref writer, member, source[member.Name]);
        }
    }

    private static void WriteAny(ref MessagePackWriter writer, SqlValue value)
    {
        switch (value.Kind)
        {
            case SqlKind.Boolean:
                writer.Write(value.AsBoolean());
                break;
            case SqlKind.Integer:
                writer.Write(value.AsInteger());
                break;
            case SqlKind.Float:
                writer.Write(value.AsFloat());
                break;
            case SqlKind.String:
                writer.Write(value.AsString());
                break;
            case SqlKind.Bytes:
                writer.Write(value.AsBytes());
                break;
            case SqlKind.DateTime:
                writer.Write(value.AsTime().ToString());
                break;
            case SqlKind.Array:
                writer.WriteArrayHeader(value.AsArray().Count);
                foreach (var item in value.AsArray().AsSpan())
                    WriteAny(ref writer, item);
                break;
            case SqlKind.Object:
                writer.WriteMapHeader(value.AsObject().Count);
                foreach (var (name, member) in value.AsObject())
                {
                    writer.Write(name);
                    WriteAny(ref writer, member);
                }

                break;
            default:
                writer.WriteNil();
                break;
        }
    }

    private static SqlException Unexpected(ref MessagePackReader reader, string expected) =>
        new($"the reply has {reader.NextMessagePackType.ToString().ToLowerInvariant()} where {expected} is expected");
}
