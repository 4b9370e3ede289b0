using System.Buffers;
using System.Text;

namespace CompiledRules.Formats.Delimited;

/// <summary>Writes an object as one line, an array of objects as lines. No line end follows the last one.</summary>
/// <remarks>
/// Values stand in the order of <paramref name="fields"/>, else in that of the sorted names: of the first object ever for single objects, so that all lines of
/// a sink have one order, and of the first element for each array. Null and absent are empty; floats have no exponent.
/// </remarks>
/// <param name="delimiter">Not empty.</param>
/// <param name="fields">The columns to write; null or empty for all.</param>
/// <param name="hasHeader">Whether a line of names goes before the first single object, and before the lines of each array.</param>
public sealed class DelimitedRowEncoder(string delimiter = ",", IReadOnlyList<string>? fields = null, bool hasHeader = false) : IRowEncoder
{
    private readonly StringBuilder _text = new();
    private IReadOnlyList<string>? _names = fields is { Count: > 0 } ? fields : null;
    private bool _isHeaderWritten;

    public void Encode(SqlValue message, IBufferWriter<byte> output)
    {
        _text.Clear();
        if (message.Kind == SqlKind.Object)
            AppendSingle(message.AsObject());
        else if (message.Kind == SqlKind.Array)
            AppendArray(message.AsArray());
        else
            throw new SqlException($"found {SqlText.Describe(message)}, format delimited takes an object or an array of objects");

        foreach (var chunk in _text.GetChunks())
            Encoding.UTF8.GetBytes(chunk.Span, output);
    }

    private void AppendSingle(SqlObject row)
    {
        _names ??= SortedNames(row);
        if (hasHeader && !_isHeaderWritten)
            AppendHeader(_names);
        _isHeaderWritten = true;
        AppendRow(row, _names);
    }

    private void AppendArray(SqlArray rows)
    {
        IReadOnlyList<string>? names = fields is { Count: > 0 } ? fields : null;
        foreach (var item in rows)
        {
            if (item.Kind != SqlKind.Object)
                throw new SqlException($"found {SqlText.Describe(item)} in the array, format delimited takes objects");

            if (names is not null && _text.Length > 0)
                _text.Append('\n');
            if (names is null || (_text.Length == 0 && hasHeader))
            {
                names ??= SortedNames(item.AsObject());
                if (hasHeader)
                    AppendHeader(names);
            }

            AppendRow(item.AsObject(), names);
        }
    }

    private void AppendHeader(IReadOnlyList<string> names) =>
        _text.AppendJoin(delimiter, names.Select(name => DelimitedText.Quote(name, delimiter))).Append('\n');

    private void AppendRow(SqlObject row, IReadOnlyList<string> names) =>
        _text.AppendJoin(delimiter, names.Select(name => DelimitedText.Quote(Format(row[name]), delimiter)));

    private static string[] SortedNames(SqlObject row)
    {
        var names = row.Names.ToArray();
        Array.Sort(names, Utf8Order.Comparer);
        return names;
    }

    private static string Format(SqlValue value) => value.IsFloat ? SqlText.FormatPlain(value.AsFloat()) : SqlText.ToText(value);
}
