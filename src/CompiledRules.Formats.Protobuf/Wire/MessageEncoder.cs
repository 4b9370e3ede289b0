using CompiledRules.Formats.Protobuf.Schemas;

namespace CompiledRules.Formats.Protobuf.Wire;

/// <summary>SQL values → protobuf wire bytes, by the tables of a <see cref="MessageSchema"/>. There is no message object in between.</summary>
internal static class MessageEncoder
{
    [ThreadStatic]
    private static WireWriter? s_writer;

    /// <param name="values">One per field, in the order of the schema; missing where it has none.</param>
    /// <exception cref="SqlException">A value does not fit its field, or a required field has none.</exception>
    public static byte[] Encode(MessageSchema schema, ReadOnlySpan<SqlValue> values)
    {
        var writer = s_writer ??= new WireWriter();
        writer.Clear();
        if (schema.TakesWholeValue && values.Length == 1)
            WriteMessage(writer, schema, values[0], null);
        else
            WriteFields(writer, schema, values);
        return writer.Written.ToArray();
    }

    private static void WriteFields(WireWriter writer, MessageSchema schema, ReadOnlySpan<SqlValue> values)
    {
        var fields = schema.Fields;
        for (var i = 0; i < values.Length; i++)
        {
            var field = fields[i];
            if (!values[i].IsNull && !schema.IsOverruled(field, values))
                WriteField(writer, field, values[i]);
            else if (field.IsRequired)
                throw new SqlException($"required field '{field.Name}' of {schema.FullName} has no value");
        }
    }

    private static void WriteField(WireWriter writer, FieldSchema field, SqlValue value)
    {
        if (field.IsMap)
            WriteMap(writer, field, FieldConversion.ToObject(value, field));
        else if (field.IsPacked)
            WritePacked(writer, field, FieldConversion.ToArray(value, field));
        else if (field.IsRepeated)
            WriteRepeated(writer, field, FieldConversion.ToArray(value, field));
        else
            WriteSingle(writer, field, value, field.HasPresence);
    }

    private static void WriteRepeated(WireWriter writer, FieldSchema field, SqlArray items)
    {
        foreach (var item in items.AsSpan())
            WriteSingle(writer, field, item, true);
    }

    private static void WritePacked(WireWriter writer, FieldSchema field, SqlArray items)
    {
        if (items.Count == 0)
            return;

        writer.WriteVarint(field.Tag);
        var start = writer.BeginPart();
        foreach (var item in items.AsSpan())
            WriteNumber(writer, field, item);
        writer.EndPart(start);
    }

    private static void WriteMap(WireWriter writer, FieldSchema field, SqlObject entries)
    {
        var (key, value) = (field.Message!.Fields[0], field.Message.Fields[1]);
        for (var i = 0; i < entries.Count; i++)
        {
            writer.WriteVarint(field.Tag);
            var start = writer.BeginPart();
            WriteSingle(writer, key, FieldConversion.ToMapKey(entries.Names[i], key), true);
            WriteSingle(writer, value, entries.Values[i], true);
            writer.EndPart(start);
        }
    }

    /// <param name="writesDefault">Whether a zero is written too; a proto3 field without presence leaves it out.</param>
    private static void WriteSingle(WireWriter writer, FieldSchema field, SqlValue value, bool writesDefault)
    {
        switch (field.Kind)
        {
            case FieldKind.Message:
                writer.WriteVarint(field.Tag);
                var start = writer.BeginPart();
                WriteMessage(writer, field.Message!, value, field);
                writer.EndPart(start);
                break;
            case FieldKind.String:
                if (!value.IsString)
                    throw FieldConversion.Mismatch(value, field);
                if (!writesDefault && value.AsUtf8OrDefault() is null && value.AsString().Length == 0)
                    break;
                writer.WriteVarint(field.Tag);
                writer.WriteText(value);
                break;
            case FieldKind.Bytes:
                var bytes = FieldConversion.ToBytes(value, field);
                if (!writesDefault && bytes.Length == 0)
                    break;
                writer.WriteVarint(field.Tag);
                writer.WriteBytes(bytes);
                break;
            default:
                if (!writesDefault && IsZero(value))
                    RequireNumber(field, value);
                else
                {
                    writer.WriteVarint(((uint)field.Number << 3) | (uint)field.Kind.WireType);
                    WriteNumber(writer, field, value);
                }

                break;
        }
    }

    private static void WriteNumber(WireWriter writer, FieldSchema field, SqlValue value)
    {
        switch (field.Kind)
        {
            case FieldKind.Double:
                writer.WriteEightBytes(BitConverter.DoubleToUInt64Bits(FieldConversion.ToFloat(value, field)));
                break;
            case FieldKind.Float:
                writer.WriteFourBytes(BitConverter.SingleToUInt32Bits((float)FieldConversion.ToFloat(value, field)));
                break;
            case FieldKind.Bool:
                writer.WriteVarint(FieldConversion.ToBoolean(value, field) ? 1UL : 0UL);
                break;
            case FieldKind.SInt32 or FieldKind.SInt64:
                var signed = FieldConversion.ToInteger(value, field);
                writer.WriteVarint((ulong)((signed << 1) ^ (signed >> 63)));
                break;
            case FieldKind.Fixed32 or FieldKind.SFixed32:
                writer.WriteFourBytes((uint)FieldConversion.ToInteger(value, field));
                break;
            case FieldKind.Fixed64 or FieldKind.SFixed64:
                writer.WriteEightBytes((ulong)FieldConversion.ToInteger(value, field));
                break;
            default:
                writer.WriteVarint((ulong)FieldConversion.ToInteger(value, field));
                break;
        }
    }

    /// <param name="field">The field that holds the message, for error texts; null for the input itself.</param>
    private static void WriteMessage(WireWriter writer, MessageSchema schema, SqlValue value, FieldSchema? field)
    {
        switch (schema.WellKnown)
        {
            case WellKnownType.Timestamp:
                WriteTime(writer, TimeFields.Timestamp(value));
                break;
            case WellKnownType.Duration:
                WriteTime(writer, TimeFields.Duration(value));
                break;
            case WellKnownType.Value:
                WriteDynamic(writer, schema, value);
                break;
            case WellKnownType.Struct when value.Kind == SqlKind.Object:
                WriteMap(writer, schema.Fields[0], value.AsObject());
                break;
            case WellKnownType.ListValue when value.Kind == SqlKind.Array:
                WriteRepeated(writer, schema.Fields[0], value.AsArray());
                break;
            case WellKnownType.Wrapper when value.Kind != SqlKind.Object:
                WriteSingle(writer, schema.Fields[0], value, false);
                break;
            default:
                if (value.Kind != SqlKind.Object)
                    throw field is null ? new SqlException($"cannot convert {value} to {schema.FullName}: an object is expected") : FieldConversion.Mismatch(value, field);
                WriteFields(writer, schema, schema.FieldsOf(value.AsObject()));
                break;
        }
    }

    private static void WriteTime(WireWriter writer, (long Seconds, int Nanos) time)
    {
        if (time.Seconds != 0)
        {
            writer.WriteVarint((1 << 3) | FieldKinds.Varint);
            writer.WriteVarint((ulong)time.Seconds);
        }

        if (time.Nanos != 0)
        {
            writer.WriteVarint((2 << 3) | FieldKinds.Varint);
            writer.WriteVarint((ulong)time.Nanos);
        }
    }

    // google.protobuf.Value: null_value 1, number_value 2, string_value 3, bool_value 4, struct_value 5, list_value 6.
    private static void WriteDynamic(WireWriter writer, MessageSchema schema, SqlValue value)
    {
        var (position, content) = value.Kind switch
        {
            SqlKind.Missing or SqlKind.Null => (0, SqlValue.From(0L)),
            SqlKind.Integer or SqlKind.Float => (1, value),
            SqlKind.String => (2, value),
            SqlKind.Boolean => (3, value),
            SqlKind.Object => (4, value),
            SqlKind.Array => (5, value),
            SqlKind.Bytes => (2, Convert.ToBase64String(value.AsBytes())),
            _ => (2, value.ToString()),
        };
        WriteSingle(writer, schema.Fields[position], content, true);
    }

    private static bool IsZero(SqlValue value) => value.Kind switch
    {
        SqlKind.Integer => value.AsInteger() == 0,
        SqlKind.Float => BitConverter.DoubleToInt64Bits(value.AsFloat()) == 0,
        SqlKind.Boolean => !value.AsBoolean(),
        _ => false,
    };

    // A zero that is left out must still be of the field's kind.
    private static void RequireNumber(FieldSchema field, SqlValue value)
    {
        if (field.Kind == FieldKind.Bool)
            FieldConversion.ToBoolean(value, field);
        else if (field.Kind is FieldKind.Double or FieldKind.Float)
            FieldConversion.ToFloat(value, field);
        else
            FieldConversion.ToInteger(value, field);
    }
}
