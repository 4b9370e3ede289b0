using System.Collections.Immutable;
using CompiledRules.Connectors.Tables;

namespace CompiledRules.Connectors.Memory;

/// <summary>A table that follows a topic: <c>TYPE="memory", DATASOURCE="topic", KEY="id", KIND="lookup"</c>. One row per key; a later one replaces it.</summary>
public sealed class MemoryLookup : ILookup
{
    private readonly MemoryTopics _topics;
    private readonly string _filter;
    private readonly string _key;
    private readonly Lock _gate = new();
    private readonly Dictionary<SqlValue, SqlObject> _rows = [];
    private IDisposable? _subscription;

    /// <exception cref="OptionException">Topic or key is missing.</exception>
    public MemoryLookup(ConnectorOptions options, MemoryTopics topics)
    {
        _topics = topics;
        _filter = options.RequireString("DATASOURCE", "the topic whose rows fill the table");
        _key = options.RequireString("KEY", "the column that tells the table's rows apart");
        if (!TopicFilter.TryParse(_filter, out _))
            throw options.Error("DATASOURCE", $"found topic \"{_filter}\"; expected + to be a whole level and # to be the last one");
    }

    public bool AnswersAtOnce => true;

    public ValueTask ConnectAsync(CancellationToken cancellation)
    {
        _subscription ??= _topics.Subscribe(_filter, Apply);
        return default;
    }

    public ValueTask<IReadOnlyList<IReadOnlyList<SqlObject>>> FindAsync(
        ImmutableArray<string> keyColumns, IReadOnlyList<ImmutableArray<SqlValue>> keys, CancellationToken cancellation)
    {
        lock (_gate)
        {
            IReadOnlyList<IReadOnlyList<SqlObject>> found = [.. keys.Select(key => Find(keyColumns, key))];
            return ValueTask.FromResult(found);
        }
    }

    public ValueTask DisposeAsync()
    {
        _subscription?.Dispose();
        return default;
    }

    private IReadOnlyList<SqlObject> Find(ImmutableArray<string> keyColumns, ImmutableArray<SqlValue> key)
    {
        if (keyColumns is [var only] && string.Equals(only, _key, StringComparison.Ordinal))
            return _rows.TryGetValue(TableKey.Normalize(key[0]), out var row) ? [row] : [];

        return [.. _rows.Values.Where(row => TableKey.Matches(row, keyColumns, key))];
    }

    private void Apply(MemoryMessage message)
    {
        var key = TableKey.Normalize(message.Key.IsMissing ? message.Row[_key] : message.Key);
        if (key.IsNull)
            return;

        lock (_gate)
        {
            if (message.Kind == MemoryRowKind.Delete)
                _rows.Remove(key);
            else
                _rows[key] = message.Row;
        }
    }
}
