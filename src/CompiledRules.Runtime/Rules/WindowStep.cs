using CompiledRules.Runtime.Time;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Rules;

/// <summary>Puts rows into a window, one by one.</summary>
/// <param name="triggers">Whether a row makes a sliding window emit; null for every row. A failing condition counts as false.</param>
public sealed class WindowStep<TRow>(
    Window<TRow> window, TimeMode mode, Func<TRow, Row> rowOf, Func<TRow, RuleContext, bool>? triggers, RuleTimers timers, RuleContext context) : IWindowObserver<TRow>
{
    public void OnWindow(ReadOnlySpan<TRow> rows, WindowRange range)
    {
        foreach (var row in rows)
        {
            var time = rowOf(row).Timestamp;
            if (mode == TimeMode.Processing)
            {
                timers.AdvanceTo(time);
                time = timers.Now;
            }

            window.Add(row, time, triggers is null || Holds(triggers, row, context));
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
}
