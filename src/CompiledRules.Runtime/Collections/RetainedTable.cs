using CompiledRules.Runtime.Rules;

namespace CompiledRules.Runtime.Collections;

/// <summary>The rows of a scan table that are kept for joining; the oldest go first.</summary>
/// <param name="retained">How many are kept.</param>
/// <param name="filter">Rows that fail it are not kept; null keeps all.</param>
public sealed class RetainedTable(int source, int retained, Func<Row, RuleContext, bool>? filter, RuleContext context) : IBatchObserver<Row>
{
    private readonly Queue<Row> _rows = new();

    public int Source => source;

    public IReadOnlyCollection<Row> Rows => _rows;

    public void OnNext(ReadOnlySpan<Row> batch)
    {
        foreach (var row in batch)
        {
            if (filter is not null && !filter(row, context))
                continue;

            _rows.Enqueue(row);
            if (_rows.Count > retained)
                _rows.Dequeue();
        }
    }

    /// <summary>Goes on with the rows of <paramref name="other"/>.</summary>
    public void TakeOver(RetainedTable other)
    {
        foreach (var row in other._rows)
            _rows.Enqueue(row);
    }

    public void OnError(Exception error) => context.Report(error, null);

    // A table that has ended is complete; the rule goes on.
    public void OnCompleted()
    {
    }
}
