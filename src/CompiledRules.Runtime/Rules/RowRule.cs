namespace CompiledRules.Runtime.Rules;

/// <summary>Runs a compiled body over batches and hands on what it gives.</summary>
/// <remarks>A row that fails is reported and passed over; the rows before and behind it are not touched by that.</remarks>
public sealed class RowRule<TIn, TOut>(RowLoop<TIn, TOut> loop, RuleContext context, IRuleOutput<TOut> output) : IBatchObserver<TIn>
{
    private readonly RowOutput<TOut> _rows = new();

    public void OnNext(ReadOnlySpan<TIn> batch)
    {
        var position = 0;
        while (position < batch.Length)
            Run(batch, ref position);

        if (_rows.Rows.IsEmpty)
            return;

        output.OnRows(_rows.Rows);
        _rows.Clear();
    }

    public void OnError(Exception error) => context.Report(error, null);

    public void OnCompleted() => output.OnCompleted();

    // The loop is entered once per batch, and once more behind each row that failed: rows that do not fail pay nothing for it.
    private void Run(ReadOnlySpan<TIn> batch, ref int position)
    {
        try
        {
            loop(batch, ref position, context, _rows);
        }
#pragma warning disable CA1031 // Whatever a function throws is an error of that one row.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            context.Report(exception, batch[position]);
            position++;
        }
    }
}
