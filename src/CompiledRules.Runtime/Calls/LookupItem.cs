using CompiledRules.Runtime.Collections;

namespace CompiledRules.Runtime.Calls;

/// <summary>A collection of rows for which a table is asked.</summary>
internal sealed class LookupItem : PendingItem
{
    private (JoinedRow Row, TableAnswer Answer)[] _rows = new (JoinedRow, TableAnswer)[1];

    /// <summary>Index of the keys among the rule's places.</summary>
    public int Place { get; set; }

    public ref (JoinedRow Row, TableAnswer Answer) this[int unit] => ref _rows[unit];

    /// <summary>Makes room for units.</summary>
    public void Grow(int units)
    {
        if (_rows.Length < units)
            _rows = new (JoinedRow, TableAnswer)[units];
    }

    public override void Clear()
    {
        Array.Clear(_rows, 0, Math.Min(Units, _rows.Length));
        base.Clear();
    }
}
