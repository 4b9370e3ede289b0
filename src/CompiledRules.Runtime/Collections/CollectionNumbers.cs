using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Collections;

/// <summary>Counts the units of each partition in an order, and hands them on with their numbers, in the order of the last call that names one.</summary>
public sealed class CollectionNumbers<TUnit>(
    IReadOnlyList<RowNumbering<TUnit>> calls, RuleContext context, IWindowObserver<Numbered<TUnit>> next) : IWindowObserver<TUnit>
{
    public void OnWindow(ReadOnlySpan<TUnit> rows, WindowRange range)
    {
        var units = new Numbered<TUnit>[rows.Length];
        for (var i = 0; i < units.Length; i++)
            units[i] = new Numbered<TUnit>(rows[i], new long[calls.Count]);

        for (var call = 0; call < calls.Count; call++)
            units = Number(units, call);
        next.OnWindow(units, range);
    }

    private Numbered<TUnit>[] Number(Numbered<TUnit>[] units, int call)
    {
        var (partitionOf, keysOf, isDescending) = calls[call];
        var ordered = keysOf is null
            ? units
            : CollectionOrder<Numbered<TUnit>>.Sort(units, (unit, rule) => keysOf(unit.Unit, rule), isDescending, context);
        var counts = new Dictionary<SqlValue[], long>(KeyComparer.Instance);
        foreach (var unit in ordered)
        {
            var partition = partitionOf is null ? [] : partitionOf(unit.Unit, context);
            unit.Numbers[call] = counts[partition] = counts.GetValueOrDefault(partition) + 1;
        }

        return ordered;
    }
}
