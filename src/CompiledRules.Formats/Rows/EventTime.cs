namespace CompiledRules.Formats.Rows;

/// <summary>The time of a row: its timestamp column where the schema names one, otherwise its arrival.</summary>
internal sealed class EventTime(RowLayout layout, RowSchema schema)
{
    private readonly int _slot = schema.TimestampColumn is null ? -1 : layout.IndexOf(schema.TimestampColumn);

    /// <exception cref="SqlException">The timestamp column is absent or holds no time.</exception>
    public long Of(SqlValue[] slots, long arrival)
    {
        if (schema.TimestampColumn is not { } column)
            return arrival;

        var value = _slot >= 0 ? slots[_slot] : layout.WholeRowSlot >= 0 ? slots[layout.WholeRowSlot].AsObject()[column] : SqlValue.Missing;
        if (value.IsNull)
            throw new SqlException($"the timestamp column '{column}' is {(value.IsMissing ? "absent" : "null")}, expected a time, milliseconds or text");

        try
        {
            return SqlTimeParse.FromValue(value, schema.Zone, schema.TimestampFormat).UnixMilliseconds;
        }
        catch (SqlException exception)
        {
            throw new SqlException($"the timestamp column '{column}': {exception.Message}", exception);
        }
    }
}
