using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace CompiledRules.Connectors.Tables;

/// <summary>Rows that do not change, found by any columns; an index is built at the first question of its kind. May be used from any thread.</summary>
internal sealed class RowIndex(IReadOnlyList<SqlObject> rows)
{
    private readonly ConcurrentDictionary<string, Dictionary<SqlArray, List<SqlObject>>> _indexes = new(StringComparer.Ordinal);

    public IReadOnlyList<SqlObject> Find(ImmutableArray<string> columns, ImmutableArray<SqlValue> key)
    {
        if (TableKey.Of(key) is not { } normalized)
            return [];

        var index = _indexes.GetOrAdd(string.Join('\n', columns), _ => Build(columns));
        return index.TryGetValue(normalized, out var found) ? found : [];
    }

    private Dictionary<SqlArray, List<SqlObject>> Build(ImmutableArray<string> columns)
    {
        var index = new Dictionary<SqlArray, List<SqlObject>>();
        foreach (var row in rows)
        {
            if (TableKey.Of(row, columns) is not { } key)
                continue;

            if (!index.TryGetValue(key, out var same))
                index.Add(key, same = []);
            same.Add(row);
        }

        return index;
    }
}
