using System.Net;
using System.Text;
using CompiledRules.Formats.Rows;

namespace CompiledRules.Formats.UrlEncoded;

/// <summary>Reads a form body, <c>a=1&amp;b=x+y</c>, as one row. Values are strings, arrays of strings where a name comes again, or of their declared types.</summary>
public sealed class UrlEncodedRowDecoder(RowLayout layout, RowSchema schema) : IRowDecoder
{
    private readonly RowMapper _mapper = new(layout, schema, fromText: true);

    public void Decode(SourceMessage message, long timestamp, DecodedRows rows)
    {
        var fields = new SqlObject.Builder();
        foreach (var pair in Encoding.UTF8.GetString(message.Payload.Span).Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = WebUtility.UrlDecode(equals < 0 ? pair : pair[..equals]);
            var value = equals < 0 ? "" : WebUtility.UrlDecode(pair[(equals + 1)..]);
            fields[name] = fields[name] switch
            {
                { IsMissing: true } => value,
                { Kind: SqlKind.Array } known => new SqlArray([.. known.AsArray(), value]),
                var known => new SqlArray([known, value]),
            };
        }

        _mapper.Map(new SourceRow(fields.ToObject(), message.Metadata), timestamp, rows);
    }
}
