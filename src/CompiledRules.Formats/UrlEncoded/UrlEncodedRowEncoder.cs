using System.Buffers;
using System.Text;

namespace CompiledRules.Formats.UrlEncoded;

/// <summary>Writes one object as a form body with sorted names; an array value repeats its name. An array of rows has no such form.</summary>
public sealed class UrlEncodedRowEncoder : IRowEncoder
{
    public void Encode(SqlValue message, IBufferWriter<byte> output)
    {
        if (message.Kind != SqlKind.Object)
            throw new SqlException($"found {(message.Kind == SqlKind.Array ? "an array" : SqlText.Describe(message))}, format urlencoded takes a single object; set sendSingle to true");

        var row = message.AsObject();
        var names = row.Names.ToArray();
        Array.Sort(names, Utf8Order.Comparer);
        var pairs = names.SelectMany(name => ValuesOf(row[name]).Select(value => $"{Escape(name)}={Escape(Format(value))}"));
        Encoding.UTF8.GetBytes(string.Join('&', pairs), output);
    }

    private static SqlArray ValuesOf(SqlValue value) => value.Kind switch
    {
        SqlKind.Missing => [],
        SqlKind.Array => value.AsArray(),
        _ => [value],
    };

    private static string Format(SqlValue value) => value.IsFloat ? SqlText.FormatPlain(value.AsFloat()) : SqlText.ToText(value);

    private static string Escape(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}
