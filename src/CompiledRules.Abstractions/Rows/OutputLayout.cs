using System.Collections.Immutable;

namespace CompiledRules;

/// <summary>Which output column stands in which slot of a rule's output rows.</summary>
/// <param name="Columns">Names by slot. The spread slot has none of its own; its place holds an empty text.</param>
/// <param name="SpreadSlot">The slot of an object whose entries are columns too (<c>*</c>, <c>changed_cols</c>), unless a slot of that name has a value; -1 for none.</param>
public sealed record OutputLayout(ImmutableArray<string> Columns, int SpreadSlot = -1)
{
    /// <summary>The row as an object; columns without a value are left out.</summary>
    public SqlObject ToObject(Row row)
    {
        var builder = new SqlObject.Builder();
        for (var slot = 0; slot < Columns.Length; slot++)
        {
            if (slot != SpreadSlot && !row.Slots[slot].IsMissing)
                builder[Columns[slot]] = row.Slots[slot];
        }

        if (SpreadSlot < 0 || row.Slots[SpreadSlot].Kind != SqlKind.Object)
            return builder.ToObject();

        var spread = row.Slots[SpreadSlot].AsObject();
        for (var i = 0; i < spread.Count; i++)
        {
            if (!builder.Contains(spread.Names[i]))
                builder[spread.Names[i]] = spread.Values[i];
        }

        return builder.ToObject();
    }
}
