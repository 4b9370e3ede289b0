using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CompiledRules.Formats.Json;

/// <summary>Where the bytes that make the structure of JSON stand in a block; bit <c>i</c> is byte <c>i</c>.</summary>
/// <param name="Quotes">Escaped ones too.</param>
/// <param name="Colons">Inside of strings too.</param>
/// <param name="Brackets">Of both kinds, inside of strings too.</param>
internal readonly record struct JsonBlock(ulong Quotes, ulong Backslashes, ulong Colons, ulong Brackets)
{
    /// <summary>Bytes in a block.</summary>
    public const int Size = 64;

    // Turns [ into { and ] into }, and no other byte into one of them.
    private const byte BracketBit = 0x20;

    /// <param name="start">The first of <see cref="Size"/> readable bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static JsonBlock Read(ref byte start) => Vector256.IsHardwareAccelerated ? ReadWide(ref start) : ReadNarrow(ref start);

    /// <summary>The bytes that a backslash before them escapes.</summary>
    /// <param name="backslashes">Those of one block.</param>
    /// <param name="carry">1 where the first byte is escaped by the block before; the same for the next block afterwards.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Escaped(ulong backslashes, ref ulong carry)
    {
        if (backslashes != 0)
            return EscapedBehind(backslashes, ref carry);

        var escaped = carry;
        carry = 0;
        return escaped;
    }

    /// <summary>Bit <c>i</c> is the exclusive or of bits 0 to <c>i</c>: of quotes, what is inside of strings, the opening quote included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong PrefixXor(ulong bits)
    {
        if (Pclmulqdq.IsSupported)
            return Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(bits), Vector128<ulong>.AllBitsSet, 0).ToScalar();

        for (var shift = 1; shift < Size; shift *= 2)
            bits ^= bits << shift;
        return bits;
    }

    // A run of backslashes escapes what follows it when its length is odd. Adding a run's first bit to the run carries into the bit behind it, so that
    // runs that begin at odd places are told from those at even ones.
    private static ulong EscapedBehind(ulong backslashes, ref ulong carry)
    {
        const ulong EvenPlaces = 0x5555_5555_5555_5555;
        backslashes &= ~carry;
        var follows = (backslashes << 1) | carry;
        var oddStarts = backslashes & ~EvenPlaces & ~follows;
        var sum = unchecked(oddStarts + backslashes);
        carry = sum < oddStarts ? 1UL : 0;
        return (EvenPlaces ^ (sum << 1)) & follows;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static JsonBlock ReadWide(ref byte start)
    {
        var (low, high) = (Vector256.LoadUnsafe(ref start), Vector256.LoadUnsafe(ref start, 32));
        var (quote, backslash, colon) = (Vector256.Create((byte)'"'), Vector256.Create((byte)'\\'), Vector256.Create((byte)':'));
        return new JsonBlock(
            Join(Vector256.Equals(low, quote), Vector256.Equals(high, quote)),
            Join(Vector256.Equals(low, backslash), Vector256.Equals(high, backslash)),
            Join(Vector256.Equals(low, colon), Vector256.Equals(high, colon)),
            Join(BracketsOf(low), BracketsOf(high)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> BracketsOf(Vector256<byte> bytes)
    {
        var folded = bytes | Vector256.Create(BracketBit);
        return Vector256.Equals(folded, Vector256.Create((byte)'{')) | Vector256.Equals(folded, Vector256.Create((byte)'}'));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Join(Vector256<byte> low, Vector256<byte> high) => low.ExtractMostSignificantBits() | ((ulong)high.ExtractMostSignificantBits() << 32);

    internal static JsonBlock ReadNarrow(ref byte start)
    {
        var (quotes, backslashes, colons, brackets) = (0UL, 0UL, 0UL, 0UL);
        for (var place = Size - Vector128<byte>.Count; place >= 0; place -= Vector128<byte>.Count)
        {
            var bytes = Vector128.LoadUnsafe(ref start, (nuint)place);
            var folded = bytes | Vector128.Create(BracketBit);
            quotes = Push(quotes, Vector128.Equals(bytes, Vector128.Create((byte)'"')));
            backslashes = Push(backslashes, Vector128.Equals(bytes, Vector128.Create((byte)'\\')));
            colons = Push(colons, Vector128.Equals(bytes, Vector128.Create((byte)':')));
            brackets = Push(brackets, Vector128.Equals(folded, Vector128.Create((byte)'{')) | Vector128.Equals(folded, Vector128.Create((byte)'}')));
        }

        return new JsonBlock(quotes, backslashes, colons, brackets);
    }

    private static ulong Push(ulong bits, Vector128<byte> matches) => (bits << Vector128<byte>.Count) | matches.ExtractMostSignificantBits();

    /// <summary>The highest set bit; -1 for none.</summary>
    public static int Highest(ulong bits) => bits == 0 ? -1 : BitOperations.Log2(bits);
}
