using CompiledRules;

namespace Toolbox;

/// <summary>Rows of random whole numbers.</summary>
[SqlSource("random")]
public sealed class RandomSource : IPullSource<SourceRow>, IValidatedOptions
{
    private readonly Queue<SqlObject> _recent = new();
    private Random? _random;

    /// <summary>The columns, each with the number that its values stay below.</summary>
    public SqlObject Pattern { get; init; } = SqlObject.From([KeyValuePair.Create("count", (SqlValue)50L)]);

    /// <summary>With the same seed come the same rows; without one, others each time.</summary>
    public int? Seed { get; init; }

    /// <summary>How many rows a value must not come again for.</summary>
    [SqlOption(Minimum = 0, Maximum = 1000)]
    public int Deduplicate { get; init; }

    public void Validate(ConnectorOptions options)
    {
        foreach (var (name, limit) in Pattern)
        {
            if (!limit.IsInteger || limit.AsInteger() < 1)
                throw options.Error("pattern", $"found {limit} for {name}; expected a whole number from 1 up");
        }
    }

    public async IAsyncEnumerable<SourceRow> PullAsync(DateTimeOffset time, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        _random ??= Seed is { } seed ? new Random(seed) : new Random();
        var row = SqlObject.From(Pattern.Select(column => KeyValuePair.Create(column.Key, (SqlValue)_random.NextInt64(column.Value.AsInteger()))));
        if (_recent.Contains(row))
            yield break;

        _recent.Enqueue(row);
        while (_recent.Count > Deduplicate)
            _recent.Dequeue();
        yield return new SourceRow(row);
    }
}
