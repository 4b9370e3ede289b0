using CompiledRules.Runtime.Rules;

namespace CompiledRules.Benchmarks.Backends;

public sealed class Reading
{
    public required string Room { get; init; }

    public double Temperature { get; init; }

    public long Sequence { get; init; }
}

/// <summary>A struct, so that what is measured is the rule and not the garbage collector.</summary>
public readonly record struct Hot(string Room, double Fahrenheit);

/// <summary>Counts results, on either way out of a rule.</summary>
public sealed class Counter : IObserver<Hot>, IRuleOutput<Hot>
{
    public int Count { get; private set; }

    public double Sum { get; private set; }

    public void OnNext(Hot value)
    {
        Count++;
        Sum += value.Fahrenheit;
    }

    public void OnRows(ReadOnlySpan<Hot> rows)
    {
        foreach (var row in rows)
            OnNext(row);
    }

    public void OnCollection(ReadOnlySpan<Hot> rows) => OnRows(rows);

    public void OnError(RowError error) => throw new InvalidOperationException(error.Message);

    public void OnError(Exception error) => throw error;

    public void OnCompleted()
    {
    }
}
