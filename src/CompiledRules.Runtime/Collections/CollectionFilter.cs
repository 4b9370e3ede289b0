using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Collections;

/// <summary>Keeps the units for which a condition holds; a collection of which none is kept does not go on.</summary>
/// <param name="isOfWhole">Whether the condition is asked once, of the first unit, for all of the collection.</param>
public sealed class CollectionFilter<TUnit>(Func<TUnit, RuleContext, bool> predicate, bool isOfWhole, RuleContext context, IWindowObserver<TUnit> next)
    : IWindowObserver<TUnit>
{
    private readonly RowOutput<TUnit> _kept = new();

    public void OnWindow(ReadOnlySpan<TUnit> rows, WindowRange range)
    {
        if (isOfWhole)
        {
            if (!rows.IsEmpty && predicate(rows[0], context))
                next.OnWindow(rows, range);
            return;
        }

        _kept.Clear();
        foreach (var row in rows)
        {
            if (predicate(row, context))
                _kept.Add(row);
        }

        if (!_kept.Rows.IsEmpty)
            next.OnWindow(_kept.Rows, range);
    }
}
