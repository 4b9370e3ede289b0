using System.Numerics;
using System.Runtime.InteropServices;

namespace CompiledRules.Runtime.Aggregation;

/// <summary>Compares integer keys.</summary>
public readonly struct IntegerKeyComparer : IEqualityComparer<long>
{
    public bool Equals(long x, long y) => x == y;

    // Multiplying spreads keys that share their low bits, such as identifiers that count in thousands.
    public int GetHashCode(long key) => (int)((ulong)(key * -7046029254386353131L) >> 32);
}

/// <summary>Compares text keys ordinally. The hash is not randomised: it serves one rule's own table, which grows with the number of groups anyway.</summary>
public readonly struct StringKeyComparer : IEqualityComparer<string?>
{
    public bool Equals(string? x, string? y) => ReferenceEquals(x, y) || (x is not null && y is not null && x.Length == y.Length && x.AsSpan().SequenceEqual(y));

    public int GetHashCode(string? key)
    {
        if (key is null)
            return 0;

        var bytes = MemoryMarshal.AsBytes(key.AsSpan());
        var hash = (ulong)key.Length * 0x9E3779B97F4A7C15;
        while (bytes.Length >= sizeof(ulong))
        {
            hash = (BitOperations.RotateLeft(hash, 5) ^ MemoryMarshal.Read<ulong>(bytes)) * 0x9E3779B97F4A7C15;
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var part in MemoryMarshal.Cast<byte, char>(bytes))
            hash = (BitOperations.RotateLeft(hash, 5) ^ part) * 0x9E3779B97F4A7C15;

        return (int)(hash >> 32);
    }
}

/// <summary>Compares keys of any kind by value: integer 1 and float 1 are one group, null and missing are one, text and number never are.</summary>
public readonly struct ValueKeyComparer : IEqualityComparer<SqlValue>
{
    public bool Equals(SqlValue x, SqlValue y)
    {
        if (x.IsInteger && y.IsInteger)
            return x.AsInteger() == y.AsInteger();
        if (x.IsNumber && y.IsNumber)
            return x.AsNumber().Equals(y.AsNumber());

        return x.IsNull ? y.IsNull : x.Equals(y);
    }

    public int GetHashCode(SqlValue key) => key switch
    {
        { IsInteger: true } => default(IntegerKeyComparer).GetHashCode(key.AsInteger()),
        { IsFloat: true } => HashOf(key.AsFloat()),
        { IsString: true } => default(StringKeyComparer).GetHashCode(key.AsString()),
        _ => key.GetHashCode(),
    };

    // A whole float must hash as the integer that equals it.
    private static int HashOf(double key) =>
        Math.Abs(key) < long.MaxValue && key == Math.Truncate(key) ? default(IntegerKeyComparer).GetHashCode((long)key) : key.GetHashCode();
}
