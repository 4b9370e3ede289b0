using System.Buffers;
using System.ComponentModel;
using System.Text.Json;

namespace CompiledRules.Runtime.Rows;

/// <summary>Columns of generated row types in JSON. A number fits where nothing of it is lost, null fits everywhere; what does not fit is a <see cref="SqlException"/> with the column's name.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class JsonColumns
{
    /// <summary>Reads the beginning of an object.</summary>
    public static void Begin(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.None)
            reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new SqlException($"found {Describe(ref reader)}, expected a JSON object");
    }

    /// <summary>Goes to the next name of the object.</summary>
    /// <returns>False at its end.</returns>
    public static bool Next(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    public static void Skip(ref Utf8JsonReader reader) => reader.Skip();

    public static bool? ReadBoolean(ref Utf8JsonReader reader, string column)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            _ => throw Refuse(ref reader, column, "boolean"),
        };
    }

    public static long? ReadInteger(ref Utf8JsonReader reader, string column)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.Number)
            throw Refuse(ref reader, column, "bigint");
        if (reader.TryGetInt64(out var whole))
            return whole;

        return reader.TryGetDouble(out var number) && number == Math.Truncate(number) && Math.Abs(number) < long.MaxValue ? (long)number : throw Refuse(ref reader, column, "bigint");
    }

    public static double? ReadFloat(ref Utf8JsonReader reader, string column)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return null;

        return reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) ? number : throw Refuse(ref reader, column, "float");
    }

    public static string? ReadString(ref Utf8JsonReader reader, string column)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => reader.GetString(),
            _ => throw Refuse(ref reader, column, "string"),
        };
    }

    /// <summary>Base64.</summary>
    public static byte[]? ReadBytes(ref Utf8JsonReader reader, string column)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return null;

        return reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out var bytes) ? bytes : throw Refuse(ref reader, column, "bytea");
    }

    /// <summary>A text in a layout of the dialect, or milliseconds since the Unix epoch. A time without a zone is in UTC.</summary>
    public static SqlTime? ReadTime(ref Utf8JsonReader reader, string column)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var milliseconds))
            return SqlTimeParse.FromValue(milliseconds, TimeZoneInfo.Utc);

        return reader.TokenType == JsonTokenType.String && SqlTimeParse.TryParse(reader.GetString()!, TimeZoneInfo.Utc, out var time) ? time : throw Refuse(ref reader, column, "datetime");
    }

    public static SqlArray? ReadArray(ref Utf8JsonReader reader, string column)
    {
        var value = ReadValue(ref reader);
        return value.IsNull ? null : value.Kind == SqlKind.Array ? value.AsArray() : throw Refuse(value, column, "array");
    }

    public static SqlObject? ReadObject(ref Utf8JsonReader reader, string column)
    {
        var value = ReadValue(ref reader);
        return value.IsNull ? null : value.Kind == SqlKind.Object ? value.AsObject() : throw Refuse(value, column, "struct");
    }

    public static void Write(Utf8JsonWriter writer, string column, bool? value)
    {
        if (value is { } known)
            writer.WriteBoolean(column, known);
    }

    public static void Write(Utf8JsonWriter writer, string column, long? value)
    {
        if (value is { } known)
            writer.WriteNumber(column, known);
    }

    public static void Write(Utf8JsonWriter writer, string column, double? value) => WriteValue(writer, column, value is { } known ? known : SqlValue.Missing);

    public static void Write(Utf8JsonWriter writer, string column, string? value)
    {
        if (value is not null)
            writer.WriteString(column, value);
    }

    /// <summary>Columns without a value are left out.</summary>
    public static void WriteValue(Utf8JsonWriter writer, string column, SqlValue value)
    {
        if (value.IsMissing || value.IsNull)
            return;

        var text = new ArrayBufferWriter<byte>();
        SqlJson.Write(value, text);
        writer.WritePropertyName(column);
        writer.WriteRawValue(text.WrittenSpan, skipInputValidation: true);
    }

    private static SqlValue ReadValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return SqlValue.Null;
        if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
            return SqlValue.From(Describe(ref reader));

        using var document = JsonDocument.ParseValue(ref reader);
        return SqlJson.Parse(document.RootElement.GetRawText());
    }

    private static SqlException Refuse(ref Utf8JsonReader reader, string column, string type) => new($"column {column}: found {Describe(ref reader)}, expected {type}");

    private static SqlException Refuse(SqlValue found, string column, string type) =>
        new($"column {column}: found {(found.IsString ? found.AsString() : found.Kind == SqlKind.Array ? "an array" : "an object")}, expected {type}");

    private static string Describe(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => $"\"{reader.GetString()}\"",
        _ when reader.HasValueSequence => System.Text.Encoding.UTF8.GetString(reader.ValueSequence.ToArray()),
        _ => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
    };
}
