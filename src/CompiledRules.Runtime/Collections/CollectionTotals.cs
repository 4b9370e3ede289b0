using CompiledRules.Runtime.Aggregation;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;
using CompiledRules.State;

namespace CompiledRules.Runtime.Collections;

/// <summary>Computes aggregates over a collection and hands them on beside each of its units.</summary>
public sealed class CollectionTotals<TUnit, TState>(
    RowLoop<TUnit, GroupSet<NoRow, long, IntegerKeyComparer, TState>> fold, RuleContext context, IWindowObserver<Totalled<TUnit, TState>> next) : IWindowObserver<TUnit>
    where TState : struct, IStateful
{
    private readonly GroupSet<NoRow, long, IntegerKeyComparer, TState> _groups = new();
    private readonly RowOutput<Totalled<TUnit, TState>> _units = new();

    public void OnWindow(ReadOnlySpan<TUnit> rows, WindowRange range)
    {
        _units.Clear();
        _groups.Clear();
        _groups.Position = 0;
        fold(rows, ref _groups.Position, context, _groups);
        var total = new Total<TState> { State = _groups.Count > 0 ? _groups.Items[0].State : default };
        foreach (var row in rows)
            _units.Add(new Totalled<TUnit, TState>(row, total));

        next.OnWindow(_units.Rows, range);
    }
}
