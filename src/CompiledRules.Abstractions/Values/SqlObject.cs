using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace CompiledRules;

/// <summary>An immutable map from names to values. Names are case-sensitive and unique; they keep the order in which they came.</summary>
public sealed partial class SqlObject : IReadOnlyCollection<KeyValuePair<string, SqlValue>>, IEquatable<SqlObject>
{
    // Below this size a scan over the names beats a hash table.
    private const int IndexedFrom = 12;

    private readonly string[] _names;
    private readonly SqlValue[] _values;
    private Dictionary<string, int>? _index;

    private SqlObject(string[] names, SqlValue[] values)
    {
        _names = names;
        _values = values;
    }

    public static SqlObject Empty { get; } = new([], []);

    public int Count => _names.Length;

    public ReadOnlySpan<string> Names => _names;

    /// <summary>In the order of <see cref="Names"/>.</summary>
    public ReadOnlySpan<SqlValue> Values => _values;

    /// <summary>The value under <paramref name="name"/>, or <see cref="SqlValue.Missing"/>.</summary>
    public SqlValue this[string name]
    {
        get
        {
            var position = IndexOf(name);
            return position < 0 ? SqlValue.Missing : _values[position];
        }
    }

    /// <summary>Takes ownership of both arrays: they must not change afterwards, be of one length and hold no name twice.</summary>
    public static SqlObject FromArrays(string[] names, SqlValue[] values) => new(names, values);

    public static SqlObject From(IEnumerable<KeyValuePair<string, SqlValue>> entries)
    {
        var builder = new Builder();
        foreach (var (name, value) in entries)
            builder[name] = value;
        return builder.ToObject();
    }

    public bool ContainsName(string name) => IndexOf(name) >= 0;

    public bool TryGetValue(string name, [MaybeNullWhen(false)] out SqlValue value)
    {
        var position = IndexOf(name);
        value = position < 0 ? default : _values[position];
        return position >= 0;
    }

    /// <summary>The position of <paramref name="name"/> in <see cref="Names"/>, or -1.</summary>
    public int IndexOf(string name)
    {
        if (_names.Length >= IndexedFrom)
            return (_index ??= Index()).TryGetValue(name, out var position) ? position : -1;

        for (var i = 0; i < _names.Length; i++)
        {
            if (string.Equals(_names[i], name, StringComparison.Ordinal))
                return i;
        }

        return -1;
    }

    /// <summary>Same names with equal values, in any order.</summary>
    public bool Equals(SqlObject? other)
    {
        if (other is null || other.Count != Count)
            return false;

        for (var i = 0; i < _names.Length; i++)
        {
            if (!other.TryGetValue(_names[i], out var value) || !value.Equals(_values[i]))
                return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as SqlObject);

    public override int GetHashCode()
    {
        var hash = 0;
        for (var i = 0; i < _names.Length; i++)
            hash ^= HashCode.Combine(_names[i], _values[i]);
        return hash;
    }

    public override string ToString() => "{" + string.Join(", ", this.Select(static entry => $"{entry.Key}: {entry.Value}")) + "}";

    public IEnumerator<KeyValuePair<string, SqlValue>> GetEnumerator()
    {
        for (var i = 0; i < _names.Length; i++)
            yield return new KeyValuePair<string, SqlValue>(_names[i], _values[i]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Dictionary<string, int> Index()
    {
        var index = new Dictionary<string, int>(_names.Length, StringComparer.Ordinal);
        for (var i = 0; i < _names.Length; i++)
            index[_names[i]] = i;
        return index;
    }
}
