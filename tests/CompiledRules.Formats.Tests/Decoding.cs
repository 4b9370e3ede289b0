using System.Text;

namespace CompiledRules.Formats.Tests;

/// <summary>Decodes one message and shows what came of it: <c>a=1.5, b=null; a=2</c>, or <c>! message</c> for an error.</summary>
internal static class Decoding
{
    public static string Show(IRowDecoder decoder, RowLayout layout, string message) => Show(decoder, layout, Encoding.UTF8.GetBytes(message));

    public static string Show(IRowDecoder decoder, RowLayout layout, byte[] message)
    {
        var rows = new DecodedRows();
        decoder.Decode(new SourceMessage(message), 0, rows);
        return string.Join("; ", rows.Rows.Select(row => Show(row, layout)).Concat(rows.Errors.Select(static error => $"! {error.Message}")));
    }

    private static string Show(Row row, RowLayout layout)
    {
        var columns = layout.Columns.Select((name, slot) => (Name: name, Value: row.Slots[slot])).Where(static column => !column.Value.IsMissing);
        var text = string.Join(", ", columns.Select(static column => $"{column.Name}={Show(column.Value)}"));
        return layout.WholeRowSlot < 0 ? text : $"{text} *={SqlJson.ToText(row.Slots[layout.WholeRowSlot])}";
    }

    // Tells an integer from a float and a string from both.
    private static string Show(SqlValue value) => value.Kind switch
    {
        SqlKind.Float when double.IsInteger(value.AsFloat()) => $"{value}.0",
        SqlKind.String => $"'{value}'",
        _ => value.ToString(),
    };
}
