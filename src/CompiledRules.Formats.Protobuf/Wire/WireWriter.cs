using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace CompiledRules.Formats.Protobuf.Wire;

/// <summary>Builds protobuf wire format in a buffer that is used again for the next message.</summary>
internal sealed class WireWriter
{
    private const int LargestVarint = 10;

    // A thread that once wrote a large message does not keep the memory.
    private const int LargestKept = 1 << 20;

    private byte[] _buffer = new byte[256];
    private int _length;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public void Clear()
    {
        if (_buffer.Length > LargestKept)
            _buffer = new byte[256];
        _length = 0;
    }

    public void WriteVarint(ulong value)
    {
        Reserve(LargestVarint);
        while (value >= 0x80)
        {
            _buffer[_length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _buffer[_length++] = (byte)value;
    }

    public void WriteFourBytes(uint value)
    {
        Reserve(4);
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(_length), value);
        _length += 4;
    }

    public void WriteEightBytes(ulong value)
    {
        Reserve(8);
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.AsSpan(_length), value);
        _length += 8;
    }

    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        WriteVarint((ulong)bytes.Length);
        Reserve(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    public void WriteText(SqlValue text)
    {
        if (text.AsUtf8OrDefault() is { } utf8)
        {
            WriteBytes(utf8.Bytes.Span);
            return;
        }

        var characters = text.AsString();
        var count = Encoding.UTF8.GetByteCount(characters);
        WriteVarint((ulong)count);
        Reserve(count);
        _length += Encoding.UTF8.GetBytes(characters, _buffer.AsSpan(_length));
    }

    /// <summary>Begins a part whose length stands before it. One byte is kept for the length, which is enough for most.</summary>
    /// <returns>What <see cref="EndPart"/> wants back.</returns>
    public int BeginPart()
    {
        Reserve(1);
        return ++_length;
    }

    public void EndPart(int start)
    {
        var length = (uint)(_length - start);
        var extra = BitOperations.Log2(length | 1) / 7;
        if (extra > 0)
        {
            Reserve(extra);
            Array.Copy(_buffer, start, _buffer, start + extra, (int)length);
        }

        var end = _length + extra;
        _length = start - 1;
        WriteVarint(length);
        _length = end;
    }

    private void Reserve(int count)
    {
        if (_buffer.Length - _length < count)
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + count));
    }
}
