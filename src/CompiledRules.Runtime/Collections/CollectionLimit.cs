using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Collections;

/// <summary>Caps the rows of each collection; with 0 nothing goes on.</summary>
public sealed class CollectionLimit<TUnit>(long count, IWindowObserver<TUnit> next) : IWindowObserver<TUnit>
{
    public void OnWindow(ReadOnlySpan<TUnit> rows, WindowRange range)
    {
        if (count > 0)
            next.OnWindow(rows[..(int)Math.Min(rows.Length, count)], range);
    }
}
