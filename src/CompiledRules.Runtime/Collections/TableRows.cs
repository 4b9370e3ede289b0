using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Collections;

/// <summary>Adds what scan tables hold to each collection of a rule.</summary>
public sealed class TableRows(IReadOnlyList<RetainedTable> tables, IWindowObserver<TaggedRow> next) : IWindowObserver<TaggedRow>
{
    private readonly RowOutput<TaggedRow> _rows = new();

    public void OnWindow(ReadOnlySpan<TaggedRow> rows, WindowRange range)
    {
        _rows.Clear();
        foreach (var row in rows)
            _rows.Add(row);
        foreach (var table in tables)
        {
            foreach (var row in table.Rows)
                _rows.Add(new TaggedRow(row, table.Source));
        }

        next.OnWindow(_rows.Rows, range);
    }
}
