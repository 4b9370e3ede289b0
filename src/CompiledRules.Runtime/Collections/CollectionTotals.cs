using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;
using CompiledRules.State;

namespace CompiledRules.Runtime.Collections;

/// <summary>Computes aggregates over a collection and hands them on beside each of its units.</summary>
public sealed class CollectionTotals<TUnit, TState>(
    Action<TUnit, Group<TUnit, TState>, RuleContext> fold, RuleContext context, IWindowObserver<Totalled<TUnit, TState>> next) : IWindowObserver<TUnit>
    where TState : struct, IStateful
{
    private readonly RowOutput<Totalled<TUnit, TState>> _units = new();

    public void OnWindow(ReadOnlySpan<TUnit> rows, WindowRange range)
    {
        _units.Clear();
        var total = new Group<TUnit, TState>();
        foreach (var row in rows)
        {
            fold(row, total, context);
            total.IsEmpty = false;
            _units.Add(new Totalled<TUnit, TState>(row, total));
        }

        next.OnWindow(_units.Rows, range);
    }
}
