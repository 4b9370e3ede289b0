using CompiledRules.Runtime.Aggregation;

namespace CompiledRules.Runtime.Collections;

/// <summary>Compares keys of several parts by value, part by part.</summary>
public sealed class KeyComparer : IEqualityComparer<SqlValue[]>
{
    public static KeyComparer Instance { get; } = new();

    public bool Equals(SqlValue[]? x, SqlValue[]? y)
    {
        if (x is null || y is null || x.Length != y.Length)
            return ReferenceEquals(x, y);

        for (var i = 0; i < x.Length; i++)
        {
            if (!default(ValueKeyComparer).Equals(x[i], y[i]))
                return false;
        }

        return true;
    }

    public int GetHashCode(SqlValue[] values)
    {
        var hash = default(HashCode);
        foreach (var value in values)
            hash.Add(default(ValueKeyComparer).GetHashCode(value));
        return hash.ToHashCode();
    }
}
