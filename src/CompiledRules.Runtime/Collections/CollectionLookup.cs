using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Collections;

/// <summary>Asks a lookup table for each unit of a collection.</summary>
/// <remarks>A null key matches nothing and is not asked. Results keep the order of the units. A collection without result is not handed on.</remarks>
/// <param name="isLeft">Whether a unit without match goes on alone.</param>
public sealed class CollectionLookup(
    int table, bool isLeft, Func<JoinedRow, RuleContext, SqlValue[]> keysOf, ITableLookup lookup, Func<JoinedRow, RuleContext, bool>? residual, RuleContext context, IWindowObserver<JoinedRow> next)
    : IWindowObserver<JoinedRow>
{
    private readonly RowOutput<JoinedRow> _rows = new();

    public void OnWindow(ReadOnlySpan<JoinedRow> rows, WindowRange range)
    {
        _rows.Clear();
        foreach (var row in rows)
            Add(row);
        if (!_rows.Rows.IsEmpty)
            next.OnWindow(_rows.Rows, range);
    }

    private void Add(JoinedRow row)
    {
        var keys = keysOf(row, context);
        var found = Array.Exists(keys, static key => key.IsNull) ? [] : lookup.Find(keys);
        foreach (var match in found)
        {
            var joined = row.With(table, match);
            if (residual is null || residual(joined, context))
                _rows.Add(joined);
        }

        if (found.Count == 0 && isLeft && (residual is null || residual(row, context)))
            _rows.Add(row);
    }
}
