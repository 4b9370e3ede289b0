using System.Runtime.CompilerServices;

namespace CompiledRules.Runtime.Rules;

/// <summary>Collects what one batch gives, in an array that is kept from batch to batch.</summary>
/// <param name="reusesRows">Whether rows of slots are filled anew after <see cref="Clear"/>: where nobody keeps them that long.</param>
public sealed class RowOutput<TOut>(bool reusesRows = false)
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

    /// <summary>Adds a row of slots and gives the slots, all of which the caller has to set. Only where <typeparamref name="TOut"/> is <see cref="Row"/>.</summary>
    public SqlValue[] AddSlots(int width, long timestamp, SqlObject? metadata)
    {
        if (reusesRows && _count < _rows.Length && _rows[_count] is Row spare && spare.Slots.Length == width && ReferenceEquals(spare.Metadata, metadata))
        {
            spare.Timestamp = timestamp;
            _count++;
            return spare.Slots;
        }

        var slots = new SqlValue[width];
        Add((TOut)(object)new Row(slots, timestamp, metadata));
        return slots;
    }

    /// <summary>Forgets the rows, and the references they hold.</summary>
    public void Clear()
    {
        if (!reusesRows && RuntimeHelpers.IsReferenceOrContainsReferences<TOut>())
            Array.Clear(_rows, 0, _count);
        _count = 0;
    }
}
