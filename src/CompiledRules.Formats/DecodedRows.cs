namespace CompiledRules.Formats;

/// <summary>What decoding has given: rows to hand on and errors to report. Reused from batch to batch.</summary>
public sealed class DecodedRows
{
    private readonly Stack<Row> _spare = new();

    public List<Row> Rows { get; } = [];

    /// <summary>One for each message, or each row of a message, that could not be read.</summary>
    public List<SqlException> Errors { get; } = [];

    /// <summary>Whether rows are filled anew after <see cref="Clear"/>: for those who keep none of them that long.</summary>
    public bool ReusesRows { get; init; }

    public void Clear()
    {
        if (ReusesRows)
        {
            foreach (var row in Rows)
                _spare.Push(row);
        }

        Rows.Clear();
        Errors.Clear();
    }

    /// <summary>Slots without values, for the next row; they are taken by <see cref="Add"/>.</summary>
    internal SqlValue[] NextSlots(int width)
    {
        if (!_spare.TryPeek(out var spare) || spare.Slots.Length != width)
            return new SqlValue[width];

        Array.Clear(spare.Slots);
        return spare.Slots;
    }

    internal void Add(SqlValue[] slots, long timestamp, SqlObject? metadata)
    {
        if (_spare.TryPeek(out var spare) && ReferenceEquals(spare.Slots, slots))
        {
            _spare.Pop();
            if (ReferenceEquals(spare.Metadata, metadata))
            {
                spare.Timestamp = timestamp;
                Rows.Add(spare);
                return;
            }
        }

        Rows.Add(new Row(slots, timestamp, metadata));
    }

    /// <summary>Gives up everything after the first rows and errors, as they were counted before.</summary>
    internal void Truncate(int rows, int errors)
    {
        Rows.RemoveRange(rows, Rows.Count - rows);
        Errors.RemoveRange(errors, Errors.Count - errors);
    }
}
