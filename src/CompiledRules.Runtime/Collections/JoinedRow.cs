using CompiledRules.Runtime.Operators;

namespace CompiledRules.Runtime.Collections;

/// <summary>A row per source, null where an outer join found none.</summary>
public sealed class JoinedRow(Row?[] parts)
{
    public Row? this[int source] => source < parts.Length ? parts[source] : null;

    /// <summary>A column of one source; missing where the source has no row.</summary>
    public static SqlValue Value(JoinedRow row, int source, int slot) => row[source] is { } part ? part.Slots[slot] : SqlValue.Missing;

    /// <summary>All columns of one source under their names; empty where the source has no row.</summary>
    public static SqlObject Object(JoinedRow row, int source, string[] names) =>
        row[source] is { } part ? RowObjects.Build(names, part.Slots.AsSpan(0, names.Length).ToArray()) : SqlObject.Empty;

    /// <summary>The metadata of one source's row.</summary>
    public static SqlObject? MetadataOf(JoinedRow row, int source) => row[source]?.Metadata;

    public JoinedRow With(int source, Row row)
    {
        var joined = new Row?[Math.Max(parts.Length, source + 1)];
        parts.CopyTo(joined, 0);
        joined[source] = row;
        return new JoinedRow(joined);
    }

    public static JoinedRow Of(int source, Row row)
    {
        var parts = new Row?[source + 1];
        parts[source] = row;
        return new JoinedRow(parts);
    }
}
