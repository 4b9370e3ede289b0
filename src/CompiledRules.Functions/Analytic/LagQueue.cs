using CompiledRules.State;

namespace CompiledRules.Functions.Analytic;

/// <summary>The last n values. Starts full of a default; a distance of one, the usual, needs no array.</summary>
internal struct LagQueue<T>
{
    // A distance beyond this is taken for a mistake: the queue is kept per partition.
    private const long LongestDistance = 10_000_000;

    private T? _single;
    private T?[]? _ring;
    private int _head;
    private bool _isFilled;

    /// <summary>The value that was appended <paramref name="distance"/> values ago.</summary>
    public T? Oldest(long distance, T? initial)
    {
        if (!_isFilled)
            Fill(distance, initial);
        return _ring is null ? _single : _ring[_head];
    }

    /// <summary>Takes the place of the oldest value.</summary>
    public void Append(T? value)
    {
        if (_ring is null)
        {
            _single = value;
            return;
        }

        _ring[_head] = value;
        _head = (_head + 1) % _ring.Length;
    }

    public readonly void Save(IStateWriter writer, Func<T?, SqlValue> toValue)
    {
        writer.Section("lag", 1);
        writer.Write(_isFilled);
        if (!_isFilled)
            return;

        writer.Write(_ring?.Length ?? 1L);
        for (var i = 0; i < (_ring?.Length ?? 1); i++)
            writer.Write(toValue(_ring is null ? _single : _ring[(_head + i) % _ring.Length]));
    }

    public void Load(IStateReader reader, Func<SqlValue, T?> fromValue)
    {
        reader.Section("lag");
        this = default;
        _isFilled = reader.ReadBoolean();
        if (!_isFilled)
            return;

        var length = reader.ReadInteger();
        _ring = length == 1 ? null : new T?[length];
        for (var i = 0; i < length; i++)
            Append(fromValue(reader.ReadValue()));
    }

    private void Fill(long distance, T? initial)
    {
        if (distance is < 1 or > LongestDistance)
            throw new SqlException($"The distance of lag is between 0 and {LongestDistance}, not {distance}");

        _single = initial;
        if (distance > 1)
        {
            _ring = new T?[distance];
            Array.Fill(_ring, initial);
        }

        _isFilled = true;
    }
}
