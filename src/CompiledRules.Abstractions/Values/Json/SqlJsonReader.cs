using System.Text.Json;

namespace CompiledRules;

/// <summary>Builds values from JSON tokens.</summary>
internal static class SqlJsonReader
{
    private const int MaxDepth = 512;

    public static SqlValue Read(ReadOnlySpan<byte> utf8, bool wholeNumbersAsIntegers)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            if (!reader.Read())
                throw new SqlException("the JSON text is empty");

            var value = ReadValue(ref reader, wholeNumbersAsIntegers);
            return reader.Read() ? throw new SqlException("there is text after the JSON value") : value;
        }
        catch (JsonException exception)
        {
            throw new SqlException($"the text is not valid JSON: {exception.Message}", exception);
        }
        catch (InvalidOperationException exception)
        {
            // The reader's answer to a string whose bytes or escapes are no characters.
            throw new SqlException($"a JSON string is not valid text: {exception.Message}", exception);
        }
    }

    private static SqlValue ReadValue(ref Utf8JsonReader reader, bool wholeNumbersAsIntegers) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader, wholeNumbersAsIntegers),
        JsonTokenType.StartArray => ReadArray(ref reader, wholeNumbersAsIntegers),
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => ReadNumber(ref reader, wholeNumbersAsIntegers),
        JsonTokenType.True => SqlValue.True,
        JsonTokenType.False => SqlValue.False,
        _ => SqlValue.Null,
    };

    private static SqlValue ReadObject(ref Utf8JsonReader reader, bool wholeNumbersAsIntegers)
    {
        var builder = new SqlObject.Builder();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            builder[name] = ReadValue(ref reader, wholeNumbersAsIntegers);
        }

        return builder.ToObject();
    }

    private static SqlValue ReadArray(ref Utf8JsonReader reader, bool wholeNumbersAsIntegers)
    {
        var items = new List<SqlValue>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(ReadValue(ref reader, wholeNumbersAsIntegers));
        return items.Count == 0 ? SqlArray.Empty : new SqlArray([.. items]);
    }

    private static SqlValue ReadNumber(ref Utf8JsonReader reader, bool wholeNumbersAsIntegers)
    {
        if (wholeNumbersAsIntegers && reader.TryGetInt64(out var integer) && reader.ValueSpan.IndexOfAny("eE."u8) < 0)
            return integer;

        return reader.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw new SqlException("a JSON number is outside the range of a float");
    }
}
