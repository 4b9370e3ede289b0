using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CompiledRules.Runtime.Operators;

/// <summary>A text that others are tested to begin with, in the form that a test compares: two overlapping vectors hold up to sixteen letters.</summary>
internal readonly struct TextPrefix
{
    private const int Lanes = 8;

    private readonly string _text;
    private readonly Vector128<ushort> _head;
    private readonly Vector128<ushort> _tail;

    public TextPrefix(string text)
    {
        _text = text;
        if (text.Length < Lanes)
            return;

        var letters = MemoryMarshal.Cast<char, ushort>(text.AsSpan());
        _head = Vector128.Create(letters);
        _tail = Vector128.Create(letters[^Lanes..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsPrefixOf(string text)
    {
        var length = _text.Length;
        if (text.Length < length)
            return false;
        if (length is < Lanes or > 2 * Lanes)
            return text.AsSpan(0, length).SequenceEqual(_text);

        ref var letters = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text.AsSpan()));
        return ((Vector128.LoadUnsafe(ref letters) ^ _head) | (Vector128.LoadUnsafe(ref letters, (nuint)(length - Lanes)) ^ _tail)) == Vector128<ushort>.Zero;
    }
}
