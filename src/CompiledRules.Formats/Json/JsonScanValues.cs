using System.Buffers;
using System.Text.Json;

namespace CompiledRules.Formats.Json;

/// <summary>Reads single values out of a message: the plain ones by itself, all others by the reader.</summary>
/// <param name="maximumDepth">The levels that a value may have.</param>
internal sealed class JsonScanValues(JsonValueReader values, bool useIntegers, int maximumDepth)
{
    // What a plain text cannot hold: its end, an escape, and what has to be escaped.
    private static readonly SearchValues<byte> s_notPlain = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(static control => (byte)control), (byte)'"', (byte)'\\']);

    private readonly JsonReaderOptions _options = new() { MaxDepth = maximumDepth };

    /// <param name="start">Behind the colon; blanks may follow.</param>
    /// <param name="type">The declared type, or null for any.</param>
    /// <param name="spare">A text that may be pointed elsewhere; null for none.</param>
    /// <returns>The place behind the value, or -1 where there is none.</returns>
    /// <exception cref="JsonException">The text is no JSON value.</exception>
    /// <exception cref="SqlException">The value is not of the type.</exception>
    public int Read(ReadOnlyMemory<byte> payload, ReadOnlySpan<byte> data, int start, ColumnType? type, Utf8Text? spare, out SqlValue value)
    {
        start = SkipBlanks(data, start);
        value = default;
        if (start == data.Length)
            return -1;

        var end = data[start] switch
        {
            (byte)'"' when type is null || type == ColumnType.String => ReadText(payload, data, start, spare, out value),
            (byte)'-' or (>= (byte)'0' and <= (byte)'9') when type is null || type == ColumnType.Float => ReadNumber(data, start, type is null && useIntegers, out value),
            (byte)'-' or (>= (byte)'0' and <= (byte)'9') when type == ColumnType.Bigint => ReadInteger(data, start, out value),
            (byte)'t' when type is null || type == ColumnType.Boolean => ReadWord(data, start, "true"u8, SqlValue.True, out value),
            (byte)'f' when type is null || type == ColumnType.Boolean => ReadWord(data, start, "false"u8, SqlValue.False, out value),
            _ => -1,
        };
        return end > 0 ? end : ReadAny(payload, data, start, type, out value);
    }

    public static int SkipBlanks(ReadOnlySpan<byte> data, int start)
    {
        while ((uint)start < (uint)data.Length && IsBlank(data[start]))
            start++;
        return start;
    }

    public static bool IsBlank(byte letter) => letter is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';

    private int ReadAny(ReadOnlyMemory<byte> payload, ReadOnlySpan<byte> data, int start, ColumnType? type, out SqlValue value)
    {
        var reader = new Utf8JsonReader(data[start..], _options);
        reader.Read();
        value = values.Read(ref reader, payload[start..], type);
        return start + (int)reader.BytesConsumed;
    }

    private static int ReadText(ReadOnlyMemory<byte> payload, ReadOnlySpan<byte> data, int start, Utf8Text? spare, out SqlValue value)
    {
        var length = data[(start + 1)..].IndexOfAny(s_notPlain);
        var isPlain = length >= 0 && data[start + 1 + length] == '"';
        value = isPlain ? JsonText.FromPlain(payload, start + 1, length, spare) : default;
        return isPlain ? start + length + 2 : -1;
    }

    private static int ReadWord(ReadOnlySpan<byte> data, int start, ReadOnlySpan<byte> word, SqlValue meaning, out SqlValue value)
    {
        value = meaning;
        return data[start..].StartsWith(word) ? start + word.Length : -1;
    }

    private static int ReadInteger(ReadOnlySpan<byte> data, int start, out SqlValue value)
    {
        var end = ReadNumber(data, start, true, out value);
        return value.IsInteger ? end : -1;
    }

    private static int ReadNumber(ReadOnlySpan<byte> data, int start, bool wholeIsInteger, out SqlValue value)
    {
        var end = JsonNumber.ReadPlain(data, start, out var mantissa, out var decimals);
        value = default;
        if (end < 0)
            return -1;

        var isNegative = data[start] == '-';
        if (wholeIsInteger && decimals < 0)
        {
            value = SqlValue.From(isNegative ? -mantissa : mantissa);
            return end;
        }

        if (!JsonNumber.TryScale(mantissa, decimals, out var number))
            return -1;

        value = SqlValue.From(isNegative ? -number : number);
        return end;
    }
}
