using System.Text;
using CompiledRules.Formats.Rows;

namespace CompiledRules.Formats.Delimited;

/// <summary>Reads records of delimited text: one row a line. Values are strings, or of their declared types.</summary>
/// <remarks>
/// Column names are those of <paramref name="fields"/>, else the message's header line, else the declared columns in order, else <c>col0</c>, <c>col1</c> ….
/// Fields beyond the names are dropped where names are given; columns beyond the fields are absent.
/// </remarks>
public sealed class DelimitedRowDecoder(RowLayout layout, RowSchema schema, string delimiter = ",", IReadOnlyList<string>? fields = null, bool hasHeader = false) : IRowDecoder
{
    private readonly RowMapper _mapper = new(layout, schema, fromText: true);
    private readonly List<string> _record = [];
    private readonly IReadOnlyList<string> _names = fields is { Count: > 0 } ? fields : [.. schema.Columns.Select(static column => column.Name)];

    public void Decode(SourceMessage message, long timestamp, DecodedRows rows)
    {
        var text = Encoding.UTF8.GetString(message.Payload.Span).TrimStart('\uFEFF').AsSpan();
        var names = _names;
        try
        {
            if (hasHeader && !text.IsEmpty)
            {
                DelimitedText.TakeRecord(ref text, delimiter, _record);
                names = fields is { Count: > 0 } ? fields : [.. _record];
            }

            while (!text.IsEmpty)
            {
                DelimitedText.TakeRecord(ref text, delimiter, _record);
                _mapper.Map(new SourceRow(DelimitedRow.Make(names, _record), message.Metadata), timestamp, rows);
            }
        }
        catch (SqlException exception)
        {
            rows.Errors.Add(exception);
        }
    }
}
