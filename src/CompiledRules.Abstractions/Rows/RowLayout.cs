using System.Collections.Immutable;

namespace CompiledRules;

/// <summary>Which column stands in which slot of a <see cref="Row"/>.</summary>
/// <param name="Columns">Column names by slot.</param>
/// <param name="WholeRowSlot">The slot that holds the entire row as an object, for <c>*</c>; -1 where no rule asks for it.</param>
public sealed record RowLayout(ImmutableArray<string> Columns, int WholeRowSlot = -1)
{
    /// <summary>The number of slots, the whole-row slot included.</summary>
    public int Width => Math.Max(Columns.Length, WholeRowSlot + 1);

    /// <summary>The row as an object: all of it where the layout has a slot for that, otherwise the columns that have a value.</summary>
    public SqlObject ToObject(Row row)
    {
        if (WholeRowSlot >= 0 && row.Slots[WholeRowSlot].Kind == SqlKind.Object)
            return row.Slots[WholeRowSlot].AsObject();

        var builder = new SqlObject.Builder();
        for (var slot = 0; slot < Columns.Length; slot++)
        {
            if (slot != WholeRowSlot && !row.Slots[slot].IsMissing)
                builder[Columns[slot]] = row.Slots[slot];
        }

        return builder.ToObject();
    }

    /// <summary>The slot of <paramref name="column"/>, compared ordinally, or -1.</summary>
    public int IndexOf(string column) => Columns.IndexOf(column);
}
