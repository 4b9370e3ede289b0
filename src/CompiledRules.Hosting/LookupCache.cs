using System.Diagnostics.CodeAnalysis;
using CompiledRules.Connectors.Tables;

namespace CompiledRules.Hosting;

/// <summary>Answers of a lookup table that are still believed. May be used from any thread.</summary>
/// <param name="options">When an answer is believed, and how many.</param>
internal sealed class LookupCache(LookupCacheOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SqlArray, (IReadOnlyList<Row> Rows, long Since)> _answers = [];
    private readonly Queue<SqlArray> _order = new();

    public bool TryFind(SqlValue[] keys, [NotNullWhen(true)] out IReadOnlyList<Row>? rows)
    {
        lock (_gate)
        {
            var isKnown = _answers.TryGetValue(KeyOf(keys), out var answer) && (options.TimeToLive <= TimeSpan.Zero || time.GetElapsedTime(answer.Since) < options.TimeToLive);
            rows = isKnown ? answer.Rows : null;
            return isKnown;
        }
    }

    public void Add(SqlValue[] keys, IReadOnlyList<Row> rows)
    {
        if (rows.Count == 0 && !options.KeepsMissingKeys)
            return;

        var key = KeyOf(keys);
        lock (_gate)
        {
            if (!_answers.ContainsKey(key))
                _order.Enqueue(key);
            _answers[key] = (rows, time.GetTimestamp());
            while (_answers.Count > options.Capacity)
                _answers.Remove(_order.Dequeue());
        }
    }

    // Integer 1 and float 1 are the same key.
    private static SqlArray KeyOf(SqlValue[] keys) => new(Array.ConvertAll(keys, TableKey.Normalize));
}
