namespace CompiledRules.Runtime.Rules;

/// <summary>Collects what one batch gives, in an array that is kept from batch to batch.</summary>
public sealed class RowOutput<TOut>
{
    private TOut[] _rows = [];
    private int _count;

    public ReadOnlySpan<TOut> Rows => _rows.AsSpan(0, _count);

    public void Add(TOut row)
    {
        if (_count == _rows.Length)
            Array.Resize(ref _rows, Math.Max(16, _count * 2));
        _rows[_count++] = row;
    }

    /// <summary>Forgets the rows, and the references they hold.</summary>
    public void Clear()
    {
        if (System.Runtime.CompilerServices.RuntimeHelpers.IsReferenceOrContainsReferences<TOut>())
            Array.Clear(_rows, 0, _count);
        _count = 0;
    }
}
