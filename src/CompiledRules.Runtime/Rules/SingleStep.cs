using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Rules;

/// <summary>Makes each row a collection of its own.</summary>
/// <param name="rowOf">Null for rows of a C# type.</param>
public sealed class SingleStep<TRow>(Func<TRow, Row>? rowOf, RuleContext context, IWindowObserver<TRow> next) : IWindowObserver<TRow>
{
    public void OnWindow(ReadOnlySpan<TRow> rows, WindowRange range)
    {
        foreach (var row in rows)
            Run(row);
    }

    private void Run(TRow row)
    {
        if (rowOf is null)
            context.EnterNow();
        else
            context.Enter(rowOf(row));
        try
        {
            next.OnWindow([row], default);
        }
#pragma warning disable CA1031 // Whatever a function throws is an error of that one row.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            context.Report(exception, row);
        }
    }
}
