namespace CompiledRules.Testing;

internal static class RowSlots
{
    /// <summary>The fields of a row in the slots of a layout, as they are.</summary>
    public static SqlValue[] Of(SqlObject row, RowLayout layout)
    {
        var slots = new SqlValue[layout.Width];
        for (var slot = 0; slot < slots.Length; slot++)
            slots[slot] = slot == layout.WholeRowSlot ? SqlValue.From(row) : row[layout.Columns[slot]];
        return slots;
    }
}
