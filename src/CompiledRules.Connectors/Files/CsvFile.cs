using System.Text;
using CompiledRules.Formats.Delimited;

namespace CompiledRules.Connectors.Files;

/// <summary>Reads rows of a CSV file. Names are the options' columns, else the header's, else <c>col0</c>, <c>col1</c> ….</summary>
internal static class CsvFile
{
    /// <exception cref="IOException">The file cannot be read, or a quoted field does not end; the message names the file.</exception>
    public static IEnumerable<SourceRow> ReadRows(string path, FileSourceOptions options)
    {
        var metadata = FileSources.MetadataOf(path);
        var text = Encoding.UTF8.GetString(FileContent.ReadAll(path, options).Span).TrimStart('\uFEFF');
        var place = 0;
        for (var i = 0; i < options.IgnoreStartLines && place < text.Length; i++)
            place = text.IndexOf('\n', place) is var end and >= 0 ? end + 1 : text.Length;

        var names = options.Columns;
        if (options.HasHeader && TakeRecord(path, text, ref place, options.Delimiter) is { } header && names.Count == 0)
            names = header;

        var held = new Queue<SourceRow>();
        while (TakeRecord(path, text, ref place, options.Delimiter) is { } record)
        {
            held.Enqueue(new SourceRow(DelimitedRow.Make(names, record), metadata));
            if (held.Count > options.IgnoreEndLines)
                yield return held.Dequeue();
        }
    }

    // Null at the end; empty lines are passed over.
    private static List<string>? TakeRecord(string path, string text, ref int place, string delimiter)
    {
        var record = new List<string>();
        try
        {
            while (place < text.Length)
            {
                var rest = text.AsSpan(place);
                DelimitedText.TakeRecord(ref rest, delimiter, record);
                place = text.Length - rest.Length;
                if (record is not [""])
                    return record;
            }

            return null;
        }
        catch (SqlException exception)
        {
            throw new IOException($"file '{path}': {exception.Message}", exception);
        }
    }
}
