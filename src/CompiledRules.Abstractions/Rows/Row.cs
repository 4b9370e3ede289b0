namespace CompiledRules;

/// <summary>One row of a shared or schemaless stream: a value per slot of its <see cref="RowLayout"/>, a time and what the source said about it.</summary>
/// <param name="slots">As many as the layout has; owned by the row. A slot without a value is <see cref="SqlValue.Missing"/>.</param>
/// <param name="timestamp">Milliseconds since the Unix epoch: the arrival, or the event time where the rule runs in event time.</param>
/// <param name="metadata">Source metadata such as topic and qos, or null.</param>
public sealed class Row(SqlValue[] slots, long timestamp, SqlObject? metadata = null)
{
    public SqlValue[] Slots { get; } = slots;

    public long Timestamp { get; set; } = timestamp;

    public SqlObject? Metadata { get; } = metadata;
}
