using CompiledRules.Runtime.Aggregation;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;
using CompiledRules.State;

namespace CompiledRules.Runtime.Collections;

/// <summary>Folds a collection into groups, in the order in which their first units come.</summary>
/// <remarks>Without a key there is one group, also for an empty collection; with a key an empty collection gives nothing.</remarks>
/// <param name="fold">Adds units to the aggregates of their groups.</param>
public sealed class CollectionAggregate<TUnit, TFirst, TKey, TComparer, TState>(
    RowLoop<TUnit, GroupSet<TFirst, TKey, TComparer, TState>> fold, bool isKeyed, RuleContext context, IWindowObserver<Group<TFirst, TKey, TState>> next)
    : IWindowObserver<TUnit>
    where TComparer : struct, IKeyComparer<TKey>
    where TState : struct, IStateful
{
    private readonly GroupSet<TFirst, TKey, TComparer, TState> _groups = new();

    public void OnWindow(ReadOnlySpan<TUnit> rows, WindowRange range)
    {
        _groups.Clear();
        _groups.Position = 0;
        if (!rows.IsEmpty)
            fold(rows, ref _groups.Position, context, _groups);
        else if (!isKeyed)
            _groups.AddEmpty();

        _groups.TakeFirsts(rows);
        if (_groups.Count > 0)
            next.OnWindow(_groups.Groups, range);
    }
}
