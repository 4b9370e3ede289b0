using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Collections;

/// <summary>Keeps the first of equal output rows.</summary>
public sealed class CollectionDistinct(IWindowObserver<Row> next) : IWindowObserver<Row>
{
    private readonly HashSet<SqlValue[]> _seen = new(KeyComparer.Instance);
    private readonly RowOutput<Row> _rows = new();

    public void OnWindow(ReadOnlySpan<Row> rows, WindowRange range)
    {
        _seen.Clear();
        _rows.Clear();
        foreach (var row in rows)
        {
            if (_seen.Add(row.Slots))
                _rows.Add(row);
        }

        next.OnWindow(_rows.Rows, range);
    }
}
