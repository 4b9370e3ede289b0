using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Rules;

/// <summary>Runs a compiled body over batches and hands on what it gives.</summary>
/// <remarks>A row that fails is reported and passed over; the rows before and behind it are not touched by that.</remarks>
/// <param name="reusesRows">Whether <paramref name="next"/> keeps no row beyond the call.</param>
public sealed class RowStep<TIn, TOut>(RowLoop<TIn, RowOutput<TOut>> loop, RuleContext context, IWindowObserver<TOut> next, bool reusesRows = false) : IEntryStep<TIn>
{
    private readonly RowOutput<TOut> _rows = new(reusesRows);
    private Action? _onCompleted;

    bool IEntryStep<TIn>.TryBegin(Action onCompleted)
    {
        if (_onCompleted is not null)
            return false;

        _onCompleted = onCompleted;
        return true;
    }

    public void OnNext(ReadOnlySpan<TIn> batch) => OnWindow(batch, default);

    public void OnError(Exception error) => context.Report(error, null);

    public void OnCompleted() => _onCompleted?.Invoke();

    public void OnWindow(ReadOnlySpan<TIn> rows, WindowRange range)
    {
        var position = 0;
        while (position < rows.Length)
            Run(rows, ref position);

        if (_rows.Rows.IsEmpty)
            return;

        next.OnWindow(_rows.Rows, range);
        _rows.Clear();
    }

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
