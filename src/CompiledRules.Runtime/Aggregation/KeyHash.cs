using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CompiledRules.Runtime.Aggregation;

/// <summary>Hashes of keys. They are not randomised: each serves one rule's own table, which grows with the number of keys anyway.</summary>
internal static class KeyHash
{
    private const ulong First = 0x9E37_79B9_7F4A_7C15;
    private const ulong Second = 0xD6E8_FEB8_6659_FD93;

    // Multiplying spreads keys that share their low bits, such as identifiers that count in thousands.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(long key) => (int)(((ulong)key * First) >> 32);

    /// <summary>A whole number hashes as the integer that equals it.</summary>
    public static int Of(double key) => Math.Abs(key) < long.MaxValue && key == Math.Truncate(key) ? Of((long)key) : key.GetHashCode();

    /// <summary>Two words at a time, the last of which overlap those before, so that most keys take one or two steps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(ReadOnlySpan<byte> key)
    {
        ref var start = ref MemoryMarshal.GetReference(key);
        var length = key.Length;
        if (length is < 8 or > 32)
            return OfOthers(key);

        var hash = (ulong)length ^ Mix(Word(ref start, 0) ^ First, Word(ref start, length - 8) ^ Second);
        if (length > 16)
            hash ^= BitOperations.RotateLeft(Mix(Word(ref start, 8) ^ Second, Word(ref start, length - 16) ^ First), 7);
        return (int)(hash ^ (hash >> 32));
    }

    private static int OfOthers(ReadOnlySpan<byte> key)
    {
        var hash = (ulong)key.Length;
        for (; key.Length >= 8; key = key[8..])
            hash = Mix(hash ^ MemoryMarshal.Read<ulong>(key), First);
        var last = 0UL;
        foreach (var part in key)
            last = (last << 8) | part;
        hash = Mix(hash ^ last, Second);
        return (int)(hash ^ (hash >> 32));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ref byte start, int offset) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }
}
