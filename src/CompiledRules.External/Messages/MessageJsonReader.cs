using System.Globalization;
using System.Text.Json;
using CompiledRules.Formats.Protobuf.Schemas;
using CompiledRules.Formats.Protobuf.Wire;

namespace CompiledRules.External.Messages;

/// <summary>The JSON of a message → SQL values. Fields are found by either name, unknown ones are dropped, absent ones have their default.</summary>
internal static class MessageJsonReader
{
    /// <exception cref="SqlException">The text is not JSON, or not that of this message.</exception>
    public static SqlValue Read(MessageSchema schema, ReadOnlySpan<byte> utf8) => Guarded(utf8, schema, null);

    /// <summary>Reads the value of one field, and gives the message in which it alone is set.</summary>
    /// <inheritdoc cref="Read"/>
    public static SqlValue ReadOnly(FieldSchema field, MessageSchema schema, ReadOnlySpan<byte> utf8) => Guarded(utf8, schema, field);

    private static SqlValue Guarded(ReadOnlySpan<byte> utf8, MessageSchema schema, FieldSchema? field)
    {
        var reader = new Utf8JsonReader(utf8);
        try
        {
            reader.Read();
            if (field is null)
                return ReadMessage(ref reader, schema);

            var buffer = new ObjectBuffer(schema);
            ReadField(ref reader, field, ref buffer);
            return buffer.ToObject();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new SqlException("the reply is not valid JSON: " + error.Message, error);
        }
    }

    private static SqlValue ReadMessage(ref Utf8JsonReader reader, MessageSchema schema) => schema.WellKnown switch
    {
        WellKnownType.None or WellKnownType.Empty => ReadObject(ref reader, schema),
        WellKnownType.Wrapper => ReadSingle(ref reader, schema.Fields[0]),
        WellKnownType.Timestamp when TimeFields.Timestamp(reader.TokenType == JsonTokenType.String ? reader.GetString() : ReadAny(ref reader)) is var (seconds, nanos) =>
            TimeFields.TimestampValue(seconds, nanos),
        WellKnownType.Duration when TimeFields.Duration(reader.TokenType == JsonTokenType.String ? reader.GetString() : ReadAny(ref reader)) is var (seconds, nanos) =>
            TimeFields.DurationValue(seconds, nanos),
        _ => ReadAny(ref reader),
    };

    private static SqlValue ReadObject(ref Utf8JsonReader reader, MessageSchema schema)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw Unexpected(ref reader, $"an object for {schema.FullName}");

        var buffer = new ObjectBuffer(schema);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = schema.FindByName(reader.GetString()!);
            reader.Read();
            if (field is null)
                reader.Skip();
            else
                ReadField(ref reader, field, ref buffer);
        }

        return buffer.ToObject();
    }

    private static void ReadField(ref Utf8JsonReader reader, FieldSchema field, ref ObjectBuffer buffer)
    {
        if (reader.TokenType == JsonTokenType.Null && field.Message?.WellKnown != WellKnownType.Value)
            return;

        if (field.IsMap)
            ReadMap(ref reader, field, buffer.Map(field));
        else if (field.IsRepeated)
            ReadItems(ref reader, field, buffer.List(field));
        else
            buffer.Set(field, ReadSingle(ref reader, field));
    }

    private static void ReadItems(ref Utf8JsonReader reader, FieldSchema field, List<SqlValue> items)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw Unexpected(ref reader, $"an array for field '{field.Name}'");

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(ReadSingle(ref reader, field));
    }

    private static void ReadMap(ref Utf8JsonReader reader, FieldSchema field, SqlObject.Builder map)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw Unexpected(ref reader, $"an object for field '{field.Name}'");

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            map[key] = ReadSingle(ref reader, field.Message!.Fields[1]);
        }
    }

    private static SqlValue ReadSingle(ref Utf8JsonReader reader, FieldSchema field) => field.Kind switch
    {
        FieldKind.Message => ReadMessage(ref reader, field.Message!),
        FieldKind.String when reader.TokenType == JsonTokenType.String => reader.GetString(),
        FieldKind.Bytes when reader.TokenType == JsonTokenType.String && TryBytes(reader.GetString()!, out var bytes) => SqlValue.From(bytes),
        FieldKind.Bool when reader.TokenType is JsonTokenType.True or JsonTokenType.False => reader.GetBoolean(),
        FieldKind.Double or FieldKind.Float when TryFloat(ref reader, out var number) => number,
        FieldKind.Enum when reader.TokenType == JsonTokenType.String && field.Enum!.TryGetNumber(reader.GetString()!, out var named) => (long)named,
        _ when (field.Kind.IsInteger || field.Kind == FieldKind.Enum) && TryInteger(ref reader, out var integer) => integer,
        _ => throw Unexpected(ref reader, $"{field.Kind.Text} for field '{field.Name}'"),
    };

    private static bool TryFloat(ref Utf8JsonReader reader, out double number)
    {
        number = 0;
        return reader.TokenType == JsonTokenType.Number
            ? reader.TryGetDouble(out number)
            : reader.TokenType == JsonTokenType.String && double.TryParse(reader.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    private static bool TryInteger(ref Utf8JsonReader reader, out long number)
    {
        number = 0;
        var text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.Number => System.Text.Encoding.ASCII.GetString(reader.ValueSpan),
            _ => "",
        };
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number))
            return true;
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var large))
        {
            number = (long)large;
            return true;
        }

        // 1e3 and 7.0 are integers too.
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) || exact != decimal.Truncate(exact) || exact is < long.MinValue or > long.MaxValue)
            return false;

        number = (long)exact;
        return true;
    }

    // Both alphabets of base64 are in use, with and without padding.
    private static bool TryBytes(string text, out byte[] bytes)
    {
        var standard = text.TrimEnd('=').Replace('-', '+').Replace('_', '/');
        standard += new string('=', (4 - (standard.Length % 4)) % 4);
        var buffer = new byte[standard.Length];
        var isValid = Convert.TryFromBase64String(standard, buffer, out var count);
        bytes = buffer[..count];
        return isValid;
    }

    private static SqlValue ReadAny(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = new SqlObject.Builder();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    members[name] = ReadAny(ref reader);
                }

                return members.ToObject();
            case JsonTokenType.StartArray:
                var items = new List<SqlValue>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(ReadAny(ref reader));
                return new SqlArray([.. items]);
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number:
                return reader.GetDouble();
            case JsonTokenType.True or JsonTokenType.False:
                return reader.GetBoolean();
            default:
                return SqlValue.Null;
        }
    }

    private static SqlException Unexpected(ref Utf8JsonReader reader, string expected)
    {
        var found = reader.TokenType is JsonTokenType.StartObject ? "an object"
            : reader.TokenType is JsonTokenType.StartArray ? "an array"
            : System.Text.Encoding.UTF8.GetString(reader.ValueSpan);
        return new SqlException($"the reply has {(found.Length > 64 ? found[..64] + "…" : found)} where {expected} is expected");
    }
}
