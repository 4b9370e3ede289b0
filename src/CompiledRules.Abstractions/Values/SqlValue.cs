using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace CompiledRules;

/// <summary>Any value of the dialect, in sixteen bytes: one reference and eight bytes. Numbers, booleans and times are never boxed.</summary>
/// <remarks>
/// The reference tells the kind: a shared tag for the kinds whose value fits in eight bytes, the zone for a time, and the object itself for the others.
/// The default is <see cref="SqlKind.Missing"/>.
/// </remarks>
[DebuggerDisplay("{Kind} {ToString()}")]
public readonly partial struct SqlValue : IEquatable<SqlValue>
{
    private readonly object? _reference;
    private readonly long _bits;

    private SqlValue(object? reference, long bits)
    {
        _reference = reference;
        _bits = bits;
    }

    public static SqlValue Missing => default;

    public static SqlValue Null => new(KindTag.Null, 0);

    public static SqlValue True => new(KindTag.Boolean, 1);

    public static SqlValue False => new(KindTag.Boolean, 0);

    public SqlKind Kind => _reference switch
    {
        null => SqlKind.Missing,
        KindTag tag => tag.Kind,
        string or Utf8Text => SqlKind.String,
        SqlObject => SqlKind.Object,
        SqlArray => SqlKind.Array,
        TimeZoneInfo => SqlKind.DateTime,
        _ => SqlKind.Bytes,
    };

    /// <summary>Whether this is null or missing.</summary>
    public bool IsNull
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _reference is null || ReferenceEquals(_reference, KindTag.Null);
    }

    public bool IsMissing => _reference is null;

    public bool IsBoolean
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ReferenceEquals(_reference, KindTag.Boolean);
    }

    public bool IsInteger
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ReferenceEquals(_reference, KindTag.Integer);
    }

    public bool IsFloat
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ReferenceEquals(_reference, KindTag.Float);
    }

    public bool IsString => _reference is string or Utf8Text;

    /// <summary>Whether this is <see cref="SqlKind.Integer"/> or <see cref="SqlKind.Float"/>.</summary>
    public bool IsNumber => IsInteger || IsFloat;

    public static SqlValue From(bool value) => new(KindTag.Boolean, value ? 1 : 0);

    public static SqlValue From(long value) => new(KindTag.Integer, value);

    public static SqlValue From(double value) => new(KindTag.Float, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A string; a null reference gives <see cref="Null"/>.</summary>
    public static SqlValue From(string? value) => value is null ? Null : new(value, 0);

    /// <summary>A string held as UTF-8 until someone needs characters.</summary>
    public static SqlValue From(Utf8Text? value) => value is null ? Null : new(value, 0);

    /// <summary>Bytes, not copied; a null reference gives <see cref="Null"/>.</summary>
    public static SqlValue From(byte[]? value) => value is null ? Null : new(value, 0);

    public static SqlValue From(SqlTime value) => new(value.Zone, value.UtcTicks);

    public static SqlValue From(SqlArray? value) => value is null ? Null : new(value, 0);

    public static SqlValue From(SqlObject? value) => value is null ? Null : new(value, 0);

    public static SqlValue From(long? value) => value is { } number ? From(number) : Null;

    public static SqlValue From(double? value) => value is { } number ? From(number) : Null;

    public static SqlValue From(bool? value) => value is { } flag ? From(flag) : Null;

    public static SqlValue From(SqlTime? value) => value is { } time ? From(time) : Null;

    /// <summary>The boolean of a value whose kind is known to be <see cref="SqlKind.Boolean"/>; not checked.</summary>
    public bool AsBoolean() => _bits != 0;

    /// <summary>The integer of a value whose kind is known to be <see cref="SqlKind.Integer"/>; not checked.</summary>
    public long AsInteger() => _bits;

    /// <summary>The number of a value whose kind is known to be <see cref="SqlKind.Float"/>; not checked.</summary>
    public double AsFloat() => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>An integer or float as a double; not checked.</summary>
    public double AsNumber() => IsInteger ? _bits : BitConverter.Int64BitsToDouble(_bits);

    /// <summary>The text of a value whose kind is known to be <see cref="SqlKind.String"/>.</summary>
    /// <exception cref="InvalidCastException">The value is of another kind.</exception>
    public string AsString() => _reference as string ?? ((Utf8Text)_reference!).ToString();

    /// <summary>The UTF-8 form when the string is held as such, otherwise null.</summary>
    public Utf8Text? AsUtf8OrDefault() => _reference as Utf8Text;

    /// <exception cref="InvalidCastException">The value is of another kind.</exception>
    public byte[] AsBytes() => (byte[])_reference!;

    /// <exception cref="InvalidCastException">The value is of another kind.</exception>
    public SqlTime AsTime() => new(_bits, (TimeZoneInfo)_reference!);

    /// <exception cref="InvalidCastException">The value is of another kind.</exception>
    public SqlArray AsArray() => (SqlArray)_reference!;

    /// <exception cref="InvalidCastException">The value is of another kind.</exception>
    public SqlObject AsObject() => (SqlObject)_reference!;

    /// <summary>Same kind and same value, deeply; integer 1 and float 1 differ, null and missing differ.</summary>
    public bool Equals(SqlValue other)
    {
        if (Kind != other.Kind)
            return false;

        return Kind switch
        {
            SqlKind.Missing or SqlKind.Null => true,
            SqlKind.Float => AsFloat().Equals(other.AsFloat()),
            SqlKind.Boolean or SqlKind.Integer or SqlKind.DateTime => _bits == other._bits,
            SqlKind.String => string.Equals(AsString(), other.AsString(), StringComparison.Ordinal),
            SqlKind.Bytes => AsBytes().AsSpan().SequenceEqual(other.AsBytes()),
            SqlKind.Array => AsArray().Equals(other.AsArray()),
            _ => AsObject().Equals(other.AsObject()),
        };
    }

    public override bool Equals(object? obj) => obj is SqlValue other && Equals(other);

    public override int GetHashCode() => Kind switch
    {
        SqlKind.Missing or SqlKind.Null => 0,
        SqlKind.Float => AsFloat().GetHashCode(),
        SqlKind.Boolean or SqlKind.Integer or SqlKind.DateTime => _bits.GetHashCode(),
        SqlKind.String => string.GetHashCode(AsString(), StringComparison.Ordinal),
        SqlKind.Bytes => HashOf(AsBytes()),
        SqlKind.Array => AsArray().GetHashCode(),
        _ => AsObject().GetHashCode(),
    };

    public static bool operator ==(SqlValue left, SqlValue right) => left.Equals(right);

    public static bool operator !=(SqlValue left, SqlValue right) => !left.Equals(right);

    private static int HashOf(byte[] bytes)
    {
        var hash = default(HashCode);
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }

    private sealed class KindTag(SqlKind kind)
    {
        public static readonly KindTag Null = new(SqlKind.Null);
        public static readonly KindTag Boolean = new(SqlKind.Boolean);
        public static readonly KindTag Integer = new(SqlKind.Integer);
        public static readonly KindTag Float = new(SqlKind.Float);

        public SqlKind Kind { get; } = kind;
    }
}
