using System.Globalization;
using System.Text;
using System.Text.Json;
using CompiledRules.Conformance.Tests.Cases;
using CompiledRules.Formats;
using CompiledRules.Formats.Json;

namespace CompiledRules.Conformance.Tests.Formats;

/// <summary>Schema validation and conversion of one JSON document.</summary>
public sealed class PreprocessTests
{
    private static readonly Dictionary<string, string> s_exceptions = [];

    [Test]
    public void Preprocess() => ConformanceRate.Check(
        "expressions/preprocess", ConformanceCases.Read("expressions", "preprocess"), s_exceptions, FailureOf);

    private static string? FailureOf(ConformanceCase item)
    {
        var document = Encoding.UTF8.GetBytes(item.Text("json")!);
        var schema = new RowSchema([.. item.Json.GetProperty("fields").EnumerateArray().Select(FieldOf)], item.Flag("strict")) { IgnoreCase = true };
        if (item.Json.TryGetProperty("event_time", out var time))
            schema = schema with { TimestampColumn = time.GetProperty("timestamp").GetString(), TimestampFormat = time.GetProperty("format").GetString() };
        if (item.Text("timestamp_format") is { } format)
            schema = schema with { TimestampFormat = format };

        // The step under test leaves undeclared keys in place; here the layout asks for them.
        var wanted = schema.Columns.Select(static column => column.Name).Concat(KeysOf(document, schema)).Distinct();
        var layout = new RowLayout([.. wanted]);
        var rows = new DecodedRows();
        new JsonRowDecoder(layout, schema).Decode(new SourceMessage(document), 0, rows);
        return Compare(item.Json.GetProperty("expect"), layout, rows);
    }

    private static string? Compare(JsonElement expected, RowLayout layout, DecodedRows rows)
    {
        if (expected.TryGetProperty("error", out _))
            return rows.Rows.Count == 0 && rows.Errors.Count == 1 ? null : $"no error: {rows.Rows.Count} rows, {rows.Errors.Count} errors";
        if (rows.Errors is [var error, ..])
            return error.Message;

        var row = rows.Rows[0];
        var found = SqlObject.From(layout.Columns.Select((name, slot) => KeyValuePair.Create(name, row.Slots[slot])).Where(static field => !field.Value.IsMissing));
        var wanted = ValueOf(expected.GetProperty("row")).AsObject();
        if (!found.Equals(wanted))
            return $"found {found}, expected {wanted}";

        return expected.TryGetProperty("ts", out var timestamp) && timestamp.GetInt64() != row.Timestamp ? $"found time {row.Timestamp}, expected {timestamp}" : null;
    }

    private static IEnumerable<string> KeysOf(byte[] document, RowSchema schema)
    {
        using var json = JsonDocument.Parse(document);
        return [.. json.RootElement.EnumerateObject()
            .Select(static property => property.Name)
            .Where(name => schema.Columns.All(column => !string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase)))];
    }

    private static ColumnDefinition FieldOf(JsonElement field) => new(
        field.GetProperty("name").GetString()!,
        TypeOf(field.GetProperty("type")),
        field.TryGetProperty("default", out var literal) ? ValueOf(literal.GetProperty("value")) : SqlValue.Missing);

    private static ColumnType TypeOf(JsonElement type)
    {
        if (type.ValueKind == JsonValueKind.Object)
        {
            return type.TryGetProperty("array", out var item)
                ? new ColumnType.Array(TypeOf(item))
                : new ColumnType.Struct([.. type.GetProperty("struct").EnumerateArray().Select(FieldOf)]);
        }

        return type.GetString() switch
        {
            "bigint" => ColumnType.Bigint,
            "float" => ColumnType.Float,
            "string" => ColumnType.String,
            "datetime" => ColumnType.DateTime,
            "boolean" => ColumnType.Boolean,
            "bytea" => ColumnType.Bytea,
            var name => throw new InvalidOperationException($"No type {name}"),
        };
    }

    private static SqlValue ValueOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object when json.TryGetProperty("$type", out var type) => type.GetString() switch
        {
            "bytes" => SqlValue.From(json.GetProperty("value").GetBytesFromBase64()),
            "time" => SqlValue.From(SqlTime.From(DateTimeOffset.Parse(json.GetProperty("value").GetString()!, CultureInfo.InvariantCulture), TimeZoneInfo.Utc)),
            var name => throw new InvalidOperationException($"No value of {name}"),
        },
        JsonValueKind.Object => SqlObject.From(json.EnumerateObject().Select(static property => KeyValuePair.Create(property.Name, ValueOf(property.Value)))),
        JsonValueKind.Array => new SqlArray([.. json.EnumerateArray().Select(ValueOf)]),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.GetRawText().AsSpan().ContainsAny('.', 'e', 'E') ? SqlValue.From(json.GetDouble()) : SqlValue.From(json.GetInt64()),
        JsonValueKind.True => SqlValue.True,
        JsonValueKind.False => SqlValue.False,
        _ => SqlValue.Null,
    };
}
