namespace CompiledRules.Formats;

/// <summary>What decoding has given: rows to hand on and errors to report. Reused from batch to batch.</summary>
public sealed class DecodedRows
{
    public List<Row> Rows { get; } = [];

    /// <summary>One for each message, or each row of a message, that could not be read.</summary>
    public List<SqlException> Errors { get; } = [];

    public void Clear()
    {
        Rows.Clear();
        Errors.Clear();
    }

    /// <summary>Gives up everything after the first rows and errors, as they were counted before.</summary>
    internal void Truncate(int rows, int errors)
    {
        Rows.RemoveRange(rows, Rows.Count - rows);
        Errors.RemoveRange(errors, Errors.Count - errors);
    }
}
