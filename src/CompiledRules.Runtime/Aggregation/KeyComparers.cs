using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using CompiledRules.State;

namespace CompiledRules.Runtime.Aggregation;

/// <summary>Compares integer keys.</summary>
public readonly struct IntegerKeyComparer : IKeyComparer<long>
{
    public bool Equals(long x, long y) => x == y;

    public int GetHashCode(long key) => KeyHash.Of(key);

    public void Write(IStateWriter writer, long key) => writer.Write(key);

    public long Read(IStateReader reader) => reader.ReadInteger();
}

/// <summary>Compares float keys; not-a-number is one key.</summary>
public readonly struct FloatKeyComparer : IKeyComparer<double>
{
    public bool Equals(double x, double y) => x.Equals(y);

    public int GetHashCode(double key) => KeyHash.Of(key);

    public void Write(IStateWriter writer, double key) => writer.Write(key);

    public double Read(IStateReader reader) => reader.ReadFloat();
}

/// <summary>Compares text keys ordinally.</summary>
public readonly struct StringKeyComparer : IKeyComparer<string?>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Equals(string? x, string? y) => ReferenceEquals(x, y) || (x is not null && y is not null && x.AsSpan().SequenceEqual(y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int GetHashCode(string? key) => key is null ? 0 : KeyHash.Of(MemoryMarshal.AsBytes(key.AsSpan()));

    public void Write(IStateWriter writer, string? key) => writer.Write(key);

    public string? Read(IStateReader reader) => reader.ReadString();
}

/// <summary>Compares keys of any kind by value: integer 1 and float 1 are one key, null and missing are one, text and number never are.</summary>
public readonly struct ValueKeyComparer : IKeyComparer<SqlValue>
{
    private const int LongestOnStack = 256;

    public bool Equals(SqlValue x, SqlValue y)
    {
        if (x.AsUtf8OrDefault() is { } text && y.AsUtf8OrDefault() is { } other)
            return ReferenceEquals(text, other) || text.Bytes.Span.SequenceEqual(other.Bytes.Span);
        if (x.IsInteger && y.IsInteger)
            return x.AsInteger() == y.AsInteger();
        if (x.IsNumber && y.IsNumber)
            return x.AsNumber().Equals(y.AsNumber());

        return x.IsNull ? y.IsNull : x.Equals(y);
    }

    public int GetHashCode(SqlValue key)
    {
        if (key.AsUtf8OrDefault() is { } text)
            return KeyHash.Of(text.Bytes.Span);

        return key switch
        {
            { IsInteger: true } => KeyHash.Of(key.AsInteger()),
            { IsFloat: true } => KeyHash.Of(key.AsFloat()),
            { IsString: true } => HashOf(key.AsString()),
            { IsNull: true } => 0,
            _ => key.GetHashCode(),
        };
    }

    public void Write(IStateWriter writer, SqlValue key) => writer.Write(key);

    public SqlValue Read(IStateReader reader) => reader.ReadValue();

    // Of its UTF-8 form, since the same text may come in either.
    private static int HashOf(string text)
    {
        Span<byte> bytes = stackalloc byte[LongestOnStack];
        return text.Length * 3 <= LongestOnStack ? KeyHash.Of(bytes[..Encoding.UTF8.GetBytes(text, bytes)]) : KeyHash.Of(Encoding.UTF8.GetBytes(text));
    }
}
