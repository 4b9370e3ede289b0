using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Collections;

/// <summary>Makes the output rows.</summary>
public sealed class CollectionProjection<TUnit, TOut>(Action<TUnit, RuleContext, RowOutput<TOut>> project, RuleContext context, IWindowObserver<TOut> next)
    : IWindowObserver<TUnit>
{
    private readonly RowOutput<TOut> _rows = new();

    public void OnWindow(ReadOnlySpan<TUnit> rows, WindowRange range)
    {
        _rows.Clear();
        foreach (var row in rows)
            project(row, context, _rows);
        next.OnWindow(_rows.Rows, range);
    }
}
