using System.Collections.Concurrent;

namespace CompiledRules.Functions.Json;

/// <summary>A compiled JSON path: <c>$.a</c>, <c>["a"]</c>, <c>[0]</c>, <c>[1:3]</c>, <c>['a','b']</c>, <c>*</c>, <c>..a</c> and <c>[? @.a > 1]</c>.</summary>
internal sealed class JsonPath(IReadOnlyList<JsonPathStep> steps)
{
    // Rules have few paths; only data-driven ones could be many.
    private const int Capacity = 512;

    private static readonly ConcurrentDictionary<string, JsonPath> s_paths = new(StringComparer.Ordinal);

    private readonly bool _isDefinite = steps.All(static step => step.IsDefinite);

    /// <exception cref="SqlException">The text is not a path.</exception>
    public static JsonPath Get(string text)
    {
        if (s_paths.TryGetValue(text, out var path))
            return path;

        if (s_paths.Count >= Capacity)
            s_paths.Clear();
        return s_paths.GetOrAdd(text, JsonPathParser.Parse);
    }

    /// <summary>One value for a definite path, otherwise an array of all that is selected.</summary>
    /// <exception cref="SqlException">A definite path leads nowhere.</exception>
    public SqlValue Evaluate(SqlValue root)
    {
        var found = Select(root, root);
        if (!_isDefinite)
            return found.Count == 0 ? SqlArray.Empty : new SqlArray([.. found]);

        return found.Count == 1 ? found[0] : throw new SqlException("the JSON path leads to nothing");
    }

    /// <summary>All that is selected from <paramref name="start"/>.</summary>
    /// <param name="root">What <c>$</c> means in filters.</param>
    public List<SqlValue> Select(SqlValue root, SqlValue start)
    {
        List<SqlValue> current = [start];
        foreach (var step in steps)
        {
            var next = new List<SqlValue>();
            foreach (var value in current)
                step.Select(value, root, next);
            current = next;
        }

        return current;
    }
}
