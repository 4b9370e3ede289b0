using System.Runtime.InteropServices;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;
using CompiledRules.State;

namespace CompiledRules.Runtime.Collections;

/// <summary>Folds a collection into groups, in the order in which their first units come.</summary>
/// <remarks>Without a key there is one group, also for an empty collection; with a key an empty collection gives nothing.</remarks>
/// <param name="keyOf">The values of the key; null for one group.</param>
/// <param name="fold">Adds a unit to the aggregates of its group.</param>
public sealed class CollectionAggregate<TUnit, TState>(
    Func<TUnit, RuleContext, SqlValue[]>? keyOf, Action<TUnit, Group<TUnit, TState>, RuleContext> fold, RuleContext context, IWindowObserver<Group<TUnit, TState>> next)
    : IWindowObserver<TUnit>
    where TState : struct, IStateful
{
    private readonly Dictionary<SqlValue[], Group<TUnit, TState>> _byKey = new(KeyComparer.Instance);
    private readonly RowOutput<Group<TUnit, TState>> _groups = new();

    public void OnWindow(ReadOnlySpan<TUnit> rows, WindowRange range)
    {
        _byKey.Clear();
        _groups.Clear();
        if (keyOf is null)
            _groups.Add(new Group<TUnit, TState>());

        foreach (var row in rows)
        {
            var group = keyOf is null ? _groups.Rows[0] : GroupOf(keyOf(row, context));
            if (group.IsEmpty)
                (group.First, group.IsEmpty) = (row, false);
            fold(row, group, context);
        }

        if (!_groups.Rows.IsEmpty)
            next.OnWindow(_groups.Rows, range);
    }

    private Group<TUnit, TState> GroupOf(SqlValue[] key)
    {
        ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(_byKey, key, out var exists);
        if (!exists)
        {
            group = new Group<TUnit, TState>();
            _groups.Add(group);
        }

        return group!;
    }
}
