using System.Globalization;
using System.Text.Json;
using CompiledRules.Formats.Protobuf.Schemas;
using CompiledRules.Formats.Protobuf.Wire;

namespace CompiledRules.External.Messages;

/// <summary>SQL values → the JSON that protobuf prescribes: camel case, 64-bit integers as strings, enums by name, no fields at their default.</summary>
internal static class MessageJsonWriter
{
    /// <param name="values">One per field, see <see cref="ArgumentMapping"/>.</param>
    /// <exception cref="SqlException">A value does not fit its field.</exception>
    public static void Write(Utf8JsonWriter json, MessageSchema schema, ReadOnlySpan<SqlValue> values)
    {
        if (schema.TakesWholeValue && values.Length == 1)
            WriteMessage(json, schema, values[0], null);
        else
            WriteFields(json, schema, values);
    }

    /// <summary>The value of one field, where the body of a request is that field.</summary>
    public static void WriteField(Utf8JsonWriter json, FieldSchema field, SqlValue value)
    {
        if (field.IsMap)
            WriteMap(json, field, FieldConversion.ToObject(value, field));
        else if (field.IsRepeated)
            WriteArray(json, field, FieldConversion.ToArray(value, field));
        else
            WriteSingle(json, field, value);
    }

    private static void WriteFields(Utf8JsonWriter json, MessageSchema schema, ReadOnlySpan<SqlValue> values)
    {
        json.WriteStartObject();
        for (var i = 0; i < values.Length; i++)
        {
            var field = schema.Fields[i];
            if (values[i].IsNull || (!field.HasPresence && IsDefault(field, values[i])) || schema.IsOverruled(field, values))
                continue;

            json.WritePropertyName(field.JsonName);
            WriteField(json, field, values[i]);
        }

        json.WriteEndObject();
    }

    // Only a value of the field's own kind is its default: another kind goes on to be refused.
    private static bool IsDefault(FieldSchema field, SqlValue value) => value.Kind switch
    {
        SqlKind.Integer => !field.IsRepeated && (field.Kind.IsInteger || field.Kind is FieldKind.Enum or FieldKind.Double or FieldKind.Float) && value.AsInteger() == 0,
        SqlKind.Float => !field.IsRepeated && (field.Kind.IsInteger || field.Kind is FieldKind.Enum or FieldKind.Double or FieldKind.Float) && BitConverter.DoubleToInt64Bits(value.AsFloat()) == 0,
        SqlKind.Boolean => !field.IsRepeated && field.Kind == FieldKind.Bool && !value.AsBoolean(),
        SqlKind.String => !field.IsRepeated && field.Kind is FieldKind.String or FieldKind.Bytes && value.AsString().Length == 0,
        SqlKind.Bytes => !field.IsRepeated && field.Kind == FieldKind.Bytes && value.AsBytes().Length == 0,
        SqlKind.Array => field is { IsRepeated: true, IsMap: false } && value.AsArray().Count == 0,
        SqlKind.Object => field.IsMap && value.AsObject().Count == 0,
        _ => false,
    };

    private static void WriteArray(Utf8JsonWriter json, FieldSchema field, SqlArray items)
    {
        json.WriteStartArray();
        foreach (var item in items.AsSpan())
            WriteSingle(json, field, item);
        json.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter json, FieldSchema field, SqlObject entries)
    {
        var (key, value) = (field.Message!.Fields[0], field.Message.Fields[1]);
        json.WriteStartObject();
        for (var i = 0; i < entries.Count; i++)
        {
            FieldConversion.ToMapKey(entries.Names[i], key);
            json.WritePropertyName(entries.Names[i]);
            WriteSingle(json, value, entries.Values[i]);
        }

        json.WriteEndObject();
    }

    private static void WriteSingle(Utf8JsonWriter json, FieldSchema field, SqlValue value)
    {
        switch (field.Kind)
        {
            case FieldKind.Message:
                WriteMessage(json, field.Message!, value, field);
                break;
            case FieldKind.Bool:
                json.WriteBooleanValue(FieldConversion.ToBoolean(value, field));
                break;
            case FieldKind.Bytes:
                json.WriteBase64StringValue(FieldConversion.ToBytes(value, field));
                break;
            case FieldKind.Double or FieldKind.Float:
                WriteFloat(json, field, FieldConversion.ToFloat(value, field));
                break;
            case FieldKind.String or FieldKind.Enum:
            case var kind when kind.IsTextInJson && !field.IsJsonNumber:
                WriteText(json, field, value);
                break;
            default:
                json.WriteNumberValue(FieldConversion.ToInteger(value, field));
                break;
        }
    }

    private static void WriteText(Utf8JsonWriter json, FieldSchema field, SqlValue value)
    {
        if (field.Enum is { } names && FieldConversion.ToInteger(value, field) is var number && names.NameOf((int)number) is null)
            json.WriteNumberValue(number);
        else
            json.WriteStringValue(FieldText.Of(field, value));
    }

    private static void WriteFloat(Utf8JsonWriter json, FieldSchema field, double number)
    {
        if (!double.IsFinite(number))
            json.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
        else if (field.Kind == FieldKind.Float)
            json.WriteNumberValue((float)number);
        else
            json.WriteNumberValue(number);
    }

    private static void WriteMessage(Utf8JsonWriter json, MessageSchema schema, SqlValue value, FieldSchema? field)
    {
        switch (schema.WellKnown)
        {
            case WellKnownType.Timestamp:
                json.WriteStringValue(TimeFields.TimestampText(value));
                break;
            case WellKnownType.Duration:
                json.WriteStringValue(TimeFields.DurationText(value));
                break;
            case WellKnownType.Value:
            case WellKnownType.Struct when value.Kind == SqlKind.Object:
            case WellKnownType.ListValue when value.Kind == SqlKind.Array:
                json.WriteRawValue(SqlJson.ToText(value));
                break;
            case WellKnownType.Wrapper:
                WriteSingle(json, schema.Fields[0], value.Kind == SqlKind.Object ? value.AsObject()["value"] : value);
                break;
            default:
                if (value.Kind != SqlKind.Object)
                    throw field is null ? new SqlException($"cannot convert {value} to {schema.FullName}: an object is expected") : FieldConversion.Mismatch(value, field);
                WriteFields(json, schema, schema.FieldsOf(value.AsObject()));
                break;
        }
    }
}
