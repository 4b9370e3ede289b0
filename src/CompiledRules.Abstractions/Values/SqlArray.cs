using System.Collections;
using System.Runtime.CompilerServices;

namespace CompiledRules;

/// <summary>An immutable array of values.</summary>
[CollectionBuilder(typeof(SqlArray), nameof(Create))]
public sealed class SqlArray : IReadOnlyList<SqlValue>, IEquatable<SqlArray>
{
    private readonly SqlValue[] _items;

    /// <summary>Takes ownership of <paramref name="items"/>: they must not change afterwards.</summary>
    public SqlArray(SqlValue[] items) => _items = items;

    public static SqlArray Empty { get; } = new([]);

    public int Count => _items.Length;

    public SqlValue this[int index] => _items[index];

    public static SqlArray Create(ReadOnlySpan<SqlValue> items) => items.IsEmpty ? Empty : new SqlArray(items.ToArray());

    public ReadOnlySpan<SqlValue> AsSpan() => _items;

    public bool Equals(SqlArray? other) => other is not null && AsSpan().SequenceEqual(other.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as SqlArray);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var item in _items)
            hash.Add(item);
        return hash.ToHashCode();
    }

    public override string ToString() => $"[{string.Join(", ", _items)}]";

    public IEnumerator<SqlValue> GetEnumerator() => ((IEnumerable<SqlValue>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();
}
