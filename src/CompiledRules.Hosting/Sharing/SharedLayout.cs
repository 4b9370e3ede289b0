namespace CompiledRules.Hosting.Sharing;

/// <summary>The columns that the rules of a shared stream want, all in one layout. It only grows, so that a slot keeps its meaning.</summary>
internal sealed class SharedLayout
{
    public RowLayout Layout { get; private set; } = new([]);

    /// <summary>Adds what a rule wants.</summary>
    /// <returns>Whether the layout has grown.</returns>
    public bool Add(RowLayout wanted)
    {
        var columns = Layout.Columns;
        var whole = Layout.WholeRowSlot;
        for (var slot = 0; slot < wanted.Columns.Length; slot++)
        {
            if (slot != wanted.WholeRowSlot && FindSlot(wanted.Columns[slot]) < 0)
                columns = columns.Add(wanted.Columns[slot]);
        }

        if (wanted.WholeRowSlot >= 0 && whole < 0)
        {
            // The slot of the entire row has no column; its place holds an empty name.
            whole = columns.Length;
            columns = columns.Add("");
        }

        if (columns.Length == Layout.Columns.Length)
            return false;

        Layout = new RowLayout(columns, whole);
        return true;
    }

    /// <summary>Where each slot of a rule's layout stands in the shared one; null where the two are the same.</summary>
    public int[]? MapOf(RowLayout wanted)
    {
        var map = new int[wanted.Width];
        for (var slot = 0; slot < map.Length; slot++)
            map[slot] = slot == wanted.WholeRowSlot ? Layout.WholeRowSlot : FindSlot(wanted.Columns[slot]);
        return map.Index().All(static entry => entry.Index == entry.Item) ? null : map;
    }

    private int FindSlot(string column)
    {
        for (var slot = 0; slot < Layout.Columns.Length; slot++)
        {
            if (slot != Layout.WholeRowSlot && Layout.Columns[slot] == column)
                return slot;
        }

        return -1;
    }
}
