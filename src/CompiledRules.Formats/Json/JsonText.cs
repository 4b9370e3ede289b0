using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace CompiledRules.Formats.Json;

/// <summary>Strings of JSON. What is no character, in bytes or escapes, becomes U+FFFD: one bad letter does not lose a message.</summary>
internal static class JsonText
{
    // A short string should not keep a long payload alive.
    private const int LargePayload = 4096;

    /// <param name="reader">Stands on a string.</param>
    /// <param name="payload">What the reader reads; must not change afterwards.</param>
    public static SqlValue Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> payload)
    {
        if (reader.ValueIsEscaped)
            return ReadEscaped(ref reader);

        return FromPlain(payload, (int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
    }

    /// <summary>The text of a part of the payload that has no escapes.</summary>
    /// <param name="spare">A text to point there instead of making one; null for none.</param>
    public static SqlValue FromPlain(ReadOnlyMemory<byte> payload, int start, int length, Utf8Text? spare = null)
    {
        if (length == 0)
            return "";

        var slice = payload.Slice(start, length);
        var bytes = slice.Span;
        if (!Utf8.IsValid(bytes))
            return Encoding.UTF8.GetString(bytes);

        if (spare is not null)
        {
            spare.Point(slice);
            return SqlValue.From(spare);
        }

        return SqlValue.From(new Utf8Text(payload.Length > LargePayload && bytes.Length < payload.Length / 4 ? slice.ToArray() : slice));
    }

    /// <param name="reader">Stands on a string or a property name.</param>
    public static string Read(ref Utf8JsonReader reader) => reader.ValueIsEscaped ? ReadEscaped(ref reader) : Encoding.UTF8.GetString(reader.ValueSpan);

    private static string ReadEscaped(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Unescape(Encoding.UTF8.GetString(reader.ValueSpan));
        }
    }

    private static string Unescape(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                result.Append(text[i]);
                continue;
            }

            i++;
            result.Append(text[i] switch
            {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                'b' => '\b',
                'f' => '\f',
                'u' => (char)ushort.Parse(text.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                var letter => letter,
            });
            if (text[i] == 'u')
                i += 4;
        }

        // Encoding puts U+FFFD in place of half a surrogate pair.
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(result.ToString()));
    }
}
