using CompiledRules.Runtime.Time;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Rules;

/// <summary>Puts rows into a window: those of one time together.</summary>
/// <param name="timeOf">Null for rows that have no time of their own: they come when the rule's clock says so.</param>
/// <param name="triggers">Whether a row makes a sliding window emit; null for every row. A failing condition counts as false.</param>
public sealed class WindowStep<TRow>(
    Window<TRow> window, TimeMode mode, Func<TRow, long>? timeOf, Func<TRow, RuleContext, bool>? triggers, RuleTimers timers, RuleContext context) : IEntryStep<TRow>
{
    private Action? _onCompleted;

    bool IEntryStep<TRow>.TryBegin(Action onCompleted)
    {
        if (_onCompleted is not null)
            return false;

        _onCompleted = onCompleted;
        return true;
    }

    public void OnNext(ReadOnlySpan<TRow> batch) => OnWindow(batch, default);

    public void OnError(Exception error) => context.Report(error, null);

    public void OnCompleted() => _onCompleted?.Invoke();

    public void OnWindow(ReadOnlySpan<TRow> rows, WindowRange range)
    {
        if (timeOf is null)
        {
            Add(rows, timers.Now);
            return;
        }

        while (!rows.IsEmpty)
        {
            var time = timeOf(rows[0]);
            var count = 1;
            while (count < rows.Length && timeOf(rows[count]) == time)
                count++;
            if (mode == TimeMode.Processing)
            {
                timers.AdvanceTo(time);
                time = timers.Now;
            }

            Add(rows[..count], time);
            rows = rows[count..];
        }
    }

    /// <summary>A condition that fails does not hold; the error is reported.</summary>
    public static bool Holds(Func<TRow, RuleContext, bool> condition, TRow row, RuleContext context)
    {
        try
        {
            return condition(row, context);
        }
#pragma warning disable CA1031 // A failing condition of a window keeps the row from nothing else.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            context.Report(exception, row);
            return false;
        }
    }

    private void Add(ReadOnlySpan<TRow> rows, long time)
    {
        if (triggers is null)
        {
            window.Add(rows, time);
            return;
        }

        foreach (var row in rows)
            window.Add(row, time, Holds(triggers, row, context));
    }
}
