namespace CompiledRules.Connectors.Memory;

/// <summary>Publishes rows to other rules of this process: <c>TYPE="memory", topic="alerts"</c>.</summary>
/// <remarks>
/// <c>topic</c> may follow the data. <c>rowkindField</c> names a column that says <c>insert</c>, <c>update</c>, <c>upsert</c> or <c>delete</c>, which lookup tables on
/// the topic obey; <c>keyField</c> names the column with the key to delete.
/// </remarks>
public sealed class MemorySink : IDynamicSink<SqlValue>
{
    private readonly MemoryTopics _topics;
    private readonly string _topic;
    private readonly string? _rowkindField;
    private readonly string? _keyField;

    /// <exception cref="OptionException">The topic is missing or has a wildcard.</exception>
    public MemorySink(ConnectorOptions options, MemoryTopics topics)
    {
        _topics = topics;
        _topic = options.GetStringOrNull("topic") ?? options.DataSource ?? options.RequireString("topic", "the topic to publish to");
        _rowkindField = options.GetStringOrNull("rowkindField");
        _keyField = options.GetStringOrNull("keyField");
        if (!ConnectorOptions.IsTemplate(_topic) && TopicFilter.HasWildcard(_topic))
            throw options.Error("topic", $"found \"{_topic}\"; expected a topic without + and #");
    }

    public ValueTask ConnectAsync(CancellationToken cancellation) => default;

    public ValueTask WriteAsync(SqlValue message, CancellationToken cancellation)
    {
        Publish(message, _topic);
        return default;
    }

    public ValueTask WriteAsync(SqlValue message, IReadOnlyDictionary<string, string> properties, CancellationToken cancellation)
    {
        Publish(message, properties.GetValueOrDefault("topic", _topic));
        return default;
    }

    public ValueTask DisposeAsync() => default;

    private void Publish(SqlValue message, string topic)
    {
        if (message.Kind == SqlKind.Object)
        {
            Publish(message.AsObject(), topic);
            return;
        }

        if (message.Kind != SqlKind.Array)
            throw new SqlException($"found {SqlText.Describe(message)}, sink memory takes an object or an array of objects");

        foreach (var item in message.AsArray())
            Publish(item, topic);
    }

    private void Publish(SqlObject row, string topic) =>
        _topics.Publish(new MemoryMessage(topic, row, KindOf(row), _keyField is null ? SqlValue.Missing : row[_keyField]));

    private MemoryRowKind KindOf(SqlObject row)
    {
        if (_rowkindField is null || row[_rowkindField] is not { IsNull: false } kind)
            return MemoryRowKind.Upsert;

        return SqlText.ToText(kind) switch
        {
            "insert" or "update" or "upsert" => MemoryRowKind.Upsert,
            "delete" => MemoryRowKind.Delete,
            var other => throw new SqlException($"column '{_rowkindField}': found '{other}', expected insert, update, upsert or delete"),
        };
    }
}
