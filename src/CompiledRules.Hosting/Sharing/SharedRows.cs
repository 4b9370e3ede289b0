using System.Runtime.InteropServices;

namespace CompiledRules.Hosting.Sharing;

/// <summary>Makes rows of a rule out of those of a shared stream, which has the columns in other slots.</summary>
/// <param name="map">Where each slot stands in the shared rows.</param>
/// <param name="reusesRows">Whether rows are filled anew with the next call.</param>
internal sealed class SharedRows(int width, int[] map, bool reusesRows)
{
    private readonly List<Row> _rows = [];

    /// <summary>The rows; valid until the next call where rows are reused.</summary>
    public ReadOnlySpan<Row> Fill(ReadOnlySpan<Row> shared)
    {
        if (!reusesRows)
            _rows.Clear();
        for (var i = 0; i < shared.Length; i++)
            Fill(i, shared[i]);
        return CollectionsMarshal.AsSpan(_rows)[..shared.Length];
    }

    private void Fill(int index, Row shared)
    {
        if (index == _rows.Count)
            _rows.Add(new Row(new SqlValue[width], shared.Timestamp, shared.Metadata));
        else if (!ReferenceEquals(_rows[index].Metadata, shared.Metadata))
            _rows[index] = new Row(_rows[index].Slots, shared.Timestamp, shared.Metadata);

        var row = _rows[index];
        row.Timestamp = shared.Timestamp;

        // A batch that was decoded before a column was wanted does not have it.
        for (var slot = 0; slot < map.Length; slot++)
            row.Slots[slot] = map[slot] < shared.Slots.Length ? shared.Slots[map[slot]] : default;
    }
}
