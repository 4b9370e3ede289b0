using System.Buffers;
using System.Buffers.Binary;

namespace CompiledRules.Portable.Sdk.Wire;

/// <summary>Collects a frame, and lets a length be filled in when it is known.</summary>
internal sealed class FrameWriter(int capacity) : IBufferWriter<byte>
{
    private byte[] _bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public void Clear() => Length = 0;

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(Length);
    }

    /// <summary>Takes the next <paramref name="count"/> bytes, of any content, and returns where they begin.</summary>
    public int Skip(int count)
    {
        Reserve(count);
        Length += count;
        return Length - count;
    }

    public void FillIn(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(at), value);

    private void Reserve(int count)
    {
        if (_bytes.Length - Length < Math.Max(1, count))
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + Math.Max(1, count)));
    }
}
