using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Collections;

/// <summary>Sorts a collection. Nulls come last in either direction; units with equal keys keep their order.</summary>
/// <remarks>The values of one key must all be numbers, strings, booleans or times; booleans count as equal.</remarks>
public sealed class CollectionOrder<TUnit>(Func<TUnit, RuleContext, SqlValue[]> keysOf, bool[] isDescending, RuleContext context, IWindowObserver<TUnit> next)
    : IWindowObserver<TUnit>
{
    public void OnWindow(ReadOnlySpan<TUnit> rows, WindowRange range) => next.OnWindow(Sort(rows, keysOf, isDescending, context), range);

    internal static TUnit[] Sort(ReadOnlySpan<TUnit> rows, Func<TUnit, RuleContext, SqlValue[]> keysOf, bool[] isDescending, RuleContext context)
    {
        var keyed = new (SqlValue[] Keys, int Position)[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            keyed[i] = (keysOf(rows[i], context), i);

        SortKeys.Check(keyed);
        Array.Sort(keyed, (left, right) => SortKeys.Compare(left, right, isDescending));
        var sorted = new TUnit[rows.Length];
        for (var i = 0; i < sorted.Length; i++)
            sorted[i] = rows[keyed[i].Position];
        return sorted;
    }
}
