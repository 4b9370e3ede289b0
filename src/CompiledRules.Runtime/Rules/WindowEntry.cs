using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Rules;

/// <summary>Where a window enters the part of a rule that works on collections. An error there is one of the whole window.</summary>
public sealed class WindowEntry<TRow>(RuleContext context, IWindowObserver<TRow> next) : IWindowObserver<TRow>
{
    public void OnWindow(ReadOnlySpan<TRow> rows, WindowRange range)
    {
        context.Enter(range);
        try
        {
            next.OnWindow(rows, range);
        }
#pragma warning disable CA1031 // Whatever a function throws is an error of that one window.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            context.Report(exception, null);
        }

        context.Enter((WindowRange?)null);
    }
}
