using System.Text;

namespace CompiledRules.Formats.Delimited;

/// <summary>Splits text into records and fields. A field in double quotes may hold delimiters, line ends and doubled quotes (RFC 4180).</summary>
public static class DelimitedText
{
    /// <summary>Takes the next record off <paramref name="text"/>.</summary>
    /// <param name="text">Afterwards what follows the record's line end.</param>
    /// <param name="delimiter">Not empty.</param>
    /// <param name="fields">Cleared, then filled.</param>
    /// <exception cref="SqlException">A quoted field does not end, or text follows its closing quote.</exception>
    public static void TakeRecord(ref ReadOnlySpan<char> text, string delimiter, List<string> fields)
    {
        fields.Clear();
        while (true)
        {
            fields.Add(text is ['"', ..] ? TakeQuoted(ref text, delimiter) : TakePlain(ref text, delimiter));
            if (text.IsEmpty)
                return;

            if (text.StartsWith(delimiter, StringComparison.Ordinal))
            {
                text = text[delimiter.Length..];
                continue;
            }

            text = text.StartsWith("\r\n", StringComparison.Ordinal) ? text[2..] : text[1..];
            return;
        }
    }

    /// <summary><paramref name="field"/>, in quotes where it could not be read back without.</summary>
    public static string Quote(string field, string delimiter)
    {
        var needsQuotes = field.StartsWith('"') || field.AsSpan().ContainsAny('\r', '\n') || field.Contains(delimiter, StringComparison.Ordinal);
        return needsQuotes ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
    }

    private static string TakePlain(ref ReadOnlySpan<char> text, string delimiter)
    {
        var lineEnd = text.IndexOfAny('\r', '\n');
        var length = lineEnd < 0 ? text.Length : lineEnd;
        var next = text[..length].IndexOf(delimiter, StringComparison.Ordinal);
        if (next >= 0)
            length = next;
        var field = text[..length].ToString();
        text = text[length..];
        return field;
    }

    private static string TakeQuoted(ref ReadOnlySpan<char> text, string delimiter)
    {
        var field = new StringBuilder();
        text = text[1..];
        while (true)
        {
            var quote = text.IndexOf('"');
            if (quote < 0)
                throw new SqlException($"the quoted field \"{field}{text} does not end; write a quote inside quotes twice");

            field.Append(text[..quote]);
            text = text[(quote + 1)..];
            if (text is not ['"', ..])
                break;

            field.Append('"');
            text = text[1..];
        }

        return text is [] or ['\r' or '\n', ..] || text.StartsWith(delimiter, StringComparison.Ordinal)
            ? field.ToString()
            : throw new SqlException($"found '{text[0]}' after the quoted field \"{field}\", expected the delimiter '{delimiter}' or the end of the line");
    }
}
