using System.Text.Json;

namespace CompiledRules.Connectors.Files;

/// <summary>Cuts JSON text into the elements of its arrays and the values that stand outside of one.</summary>
internal static class JsonFile
{
    /// <summary>From the place on where the text is not JSON, it is one last element, so that the decoder reports it.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> ReadElements(ReadOnlyMemory<byte> text)
    {
        if (text.Span.StartsWith("\uFEFF"u8))
            text = text[3..];

        var place = 0;
        var isInArray = false;
        while (true)
        {
            var element = TakeElement(text, ref place, ref isInArray);
            if (element.IsEmpty)
                yield break;

            yield return element;
        }
    }

    // The reader cannot live across a yield; each element is read by one of its own.
    private static ReadOnlyMemory<byte> TakeElement(ReadOnlyMemory<byte> text, ref int place, ref bool isInArray)
    {
        while (true)
        {
            SkipBlank(text.Span, ref place);
            if (place == text.Length)
                return default;

            var letter = text.Span[place];
            if (isInArray ? letter is (byte)',' or (byte)']' : letter == (byte)'[')
            {
                isInArray = letter != (byte)']';
                place++;
                continue;
            }

            var start = place;
            place = start + LengthOfValue(text.Span[start..]);
            return text[start..place];
        }
    }

    private static int LengthOfValue(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = 512 });
            reader.Read();
            reader.Skip();
            return (int)reader.BytesConsumed;
        }
        catch (JsonException)
        {
            return text.Length;
        }
    }

    private static void SkipBlank(ReadOnlySpan<byte> text, ref int place)
    {
        var length = text[place..].IndexOfAnyExcept(" \t\r\n"u8);
        place = length < 0 ? text.Length : place + length;
    }
}
