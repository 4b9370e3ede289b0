using System.Text.Json;
using CompiledRules.Formats.Rows;

namespace CompiledRules.Formats.Json;

/// <summary>Reads rows straight from UTF-8 JSON. Only the columns of the layout are converted.</summary>
/// <remarks>
/// What no column takes is checked as far as is needed to find what one takes, and entirely where that is asked for. The top level is an object or an array of objects, one row each. A message that is not JSON gives one error and no row. A row with a value of the wrong type
/// gives one error; the other rows of its array stay. Of names that come twice the last counts.
/// </remarks>
public sealed class JsonRowDecoder : IRowDecoder
{
    private const int MaximumDepth = 512;

    private static readonly JsonReaderOptions s_options = new() { MaxDepth = MaximumDepth };

    private readonly RowLayout _layout;
    private readonly RowSchema _schema;
    private readonly ColumnConversion _conversion;
    private readonly EventTime _time;
    private readonly JsonNameTable _names;
    private readonly JsonValueReader _values;
    private readonly ColumnDefinition[] _required;
    private readonly JsonScan? _scan;

    /// <param name="layout">The wanted columns. Its whole-row slot takes all declared columns, or all there are on a schemaless stream.</param>
    /// <param name="schema">The declared columns. A wanted column that is not declared is taken as it comes.</param>
    /// <param name="checksEverything">Whether text that no column takes has to be valid JSON too, as it always has on a strict stream.</param>
    /// <param name="reusesTexts">Whether texts of a row are only valid until the next message: for those who keep none that long.</param>
    public JsonRowDecoder(RowLayout layout, RowSchema schema, bool checksEverything = false, bool reusesTexts = false)
    {
        _layout = layout;
        _schema = schema;
        _conversion = new ColumnConversion(schema);
        _time = new EventTime(layout, schema);
        _names = new JsonNameTable(layout, schema);
        _values = new JsonValueReader(_names, _conversion, schema.UseIntegers);
        _required = schema.IsStrict ? [.. schema.Columns.Where(column => layout.WholeRowSlot >= 0 || layout.IndexOf(column.Name) >= 0)] : [];
        if (!checksEverything && CanScan(layout, schema))
            _scan = new JsonScan(_names, new JsonScanValues(_values, schema.UseIntegers, MaximumDepth - 1), reusesTexts ? [.. layout.Columns.Select(static _ => new Utf8Text(default))] : null);
    }

    public void Decode(SourceMessage message, long timestamp, DecodedRows rows)
    {
        var payload = message.Payload.Span.StartsWith("\uFEFF"u8) ? message.Payload[3..] : message.Payload;
        if (_scan is null || !TryScan(payload, new RowOrigin(timestamp, message.Metadata), rows))
            Read(message, payload, timestamp, rows);
    }

    // Names that JSON has to escape can come in many forms, and only the reader knows names in another case.
    private static bool CanScan(RowLayout layout, RowSchema schema) =>
        layout.WholeRowSlot < 0
        && schema is { IsStrict: false, IgnoreCase: false }
        && !layout.Columns.Any(static column => column.AsSpan().ContainsAnyInRange('\0', '\u001F') || column.AsSpan().ContainsAny('"', '\\'));

    private bool TryScan(ReadOnlyMemory<byte> payload, RowOrigin origin, DecodedRows rows)
    {
        var slots = rows.NextSlots(_layout.Width);
        try
        {
            if (!_scan!.TryRead(payload, slots))
                return false;

            rows.Add(slots, _time.Of(slots, origin.Timestamp), origin.Metadata);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or SqlException)
        {
            // The reader finds the same error, and words for it.
            return false;
        }
    }

    private void Read(SourceMessage message, ReadOnlyMemory<byte> payload, long timestamp, DecodedRows rows)
    {
        var (rowCount, errorCount) = (rows.Rows.Count, rows.Errors.Count);
        try
        {
            var reader = new Utf8JsonReader(payload.Span, s_options);
            reader.Read();
            DecodeTop(ref reader, payload, new RowOrigin(timestamp, message.Metadata), rows);

            // Text after the end throws here.
            reader.Read();
        }
        catch (JsonException exception)
        {
            rows.Truncate(rowCount, errorCount);
            rows.Errors.Add(new SqlException(
                $"the message is not valid JSON at byte {OffsetOf(exception, payload.Span) + message.Payload.Length - payload.Length}: {ReasonOf(exception)}", exception));
        }
    }

    private void DecodeTop(ref Utf8JsonReader reader, ReadOnlyMemory<byte> payload, RowOrigin origin, DecodedRows rows)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            DecodeItem(ref reader, payload, origin, rows);
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            DecodeItem(ref reader, payload, origin, rows);
    }

    private void DecodeItem(ref Utf8JsonReader reader, ReadOnlyMemory<byte> payload, RowOrigin origin, DecodedRows rows)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            rows.Errors.Add(new SqlException($"found {NameOf(reader.TokenType)} at byte {reader.TokenStartIndex}, expected an object or an array of objects"));
            reader.Skip();
            return;
        }

        var depth = reader.CurrentDepth;
        var slots = new SqlValue[_layout.Width];
        var name = _names.Start;
        try
        {
            var whole = _layout.WholeRowSlot >= 0 ? new SqlObject.Builder() : null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                name = _names.Find(name, ref reader);
                reader.Read();
                DecodeProperty(ref reader, payload, name, slots, whole);
            }

            name = _names.Start;
            AddAbsent(slots, whole);
            if (whole is not null)
                slots[_layout.WholeRowSlot] = whole.ToObject();
            rows.Rows.Add(new Row(slots, _time.Of(slots, origin.Timestamp), origin.Metadata));
        }
        catch (SqlException exception)
        {
            rows.Errors.Add(name == _names.Start ? exception : new SqlException($"column '{name.Text}': {exception.Message}", exception));
            while (reader.TokenType != JsonTokenType.EndObject || reader.CurrentDepth != depth)
                reader.Read();
        }
    }

    private void DecodeProperty(ref Utf8JsonReader reader, ReadOnlyMemory<byte> payload, JsonName name, SqlValue[] slots, SqlObject.Builder? whole)
    {
        var isInWhole = whole is not null && (_schema.IsSchemaless || name.Column is not null);
        var isInSlot = name.Slot >= 0 && !(name.IsInexact && !slots[name.Slot].IsMissing);
        if (!isInSlot && !isInWhole)
        {
            reader.Skip();
            return;
        }

        var value = _values.Read(ref reader, payload, name.Column?.Type);
        if (isInSlot)
            slots[name.Slot] = value;
        if (isInWhole)
            whole![name.Column?.Name ?? name.Text] = value;
    }

    private void AddAbsent(SqlValue[] slots, SqlObject.Builder? whole)
    {
        foreach (var column in _required)
        {
            var slot = _layout.IndexOf(column.Name);
            if (slot >= 0 ? !slots[slot].IsMissing : whole!.Contains(column.Name))
                continue;

            var value = _conversion.DefaultOf(column);
            if (slot >= 0)
                slots[slot] = value;
            whole?[column.Name] = value;
        }
    }

    private static long OffsetOf(JsonException exception, ReadOnlySpan<byte> payload)
    {
        var offset = 0;
        for (var line = exception.LineNumber ?? 0; line > 0; line--)
            offset += payload[offset..].IndexOf((byte)'\n') + 1;
        return offset + (exception.BytePositionInLine ?? 0);
    }

    // The reader's text ends with the place, which is given in bytes already.
    private static string ReasonOf(JsonException exception)
    {
        var end = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? exception.Message : exception.Message[..end];
    }

    private static string NameOf(JsonTokenType token) => token switch
    {
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        JsonTokenType.StartArray => "an array",
        _ => "a boolean",
    };

    private readonly record struct RowOrigin(long Timestamp, SqlObject? Metadata);
}
