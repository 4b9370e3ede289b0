using System.Buffers.Binary;

namespace CompiledRules.Formats.Protobuf.Wire;

/// <summary>Reads protobuf wire format from front to back.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>The next tag; field number zero is refused.</summary>
    public uint ReadTag()
    {
        var tag = ReadVarint();
        if (tag is < 8 or > uint.MaxValue)
            throw Damaged("a field number is out of range");
        return (uint)tag;
    }

    public ulong ReadVarint()
    {
        if (!_rest.IsEmpty && _rest[0] < 0x80)
        {
            var single = _rest[0];
            _rest = _rest[1..];
            return single;
        }

        return ReadLongVarint();
    }

    public uint ReadFourBytes() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong ReadEightBytes() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public ReadOnlySpan<byte> ReadLengthDelimited()
    {
        var length = ReadVarint();
        return length <= (ulong)_rest.Length ? Take((int)length) : throw Damaged("a field ends beyond the message");
    }

    public void Skip(uint tag)
    {
        switch (tag & 7)
        {
            case 0:
                ReadVarint();
                break;
            case 1:
                Take(8);
                break;
            case 2:
                ReadLengthDelimited();
                break;
            case 3:
                SkipGroup(tag >> 3);
                break;
            case 5:
                Take(4);
                break;
            default:
                throw Damaged($"wire type {tag & 7} is unknown");
        }
    }

    public static SqlException Damaged(string what) => new($"the bytes are no valid protobuf message: {what}");

    private void SkipGroup(uint number)
    {
        while (true)
        {
            var tag = ReadTag();
            if ((tag & 7) != 4)
            {
                Skip(tag);
                continue;
            }

            if (tag >> 3 != number)
                throw Damaged("a group is not closed");
            return;
        }
    }

    private ulong ReadLongVarint()
    {
        var value = 0UL;
        for (var i = 0; i < _rest.Length && i < 10; i++)
        {
            value |= (ulong)(_rest[i] & 0x7F) << (7 * i);
            if (_rest[i] >= 0x80)
                continue;

            _rest = _rest[(i + 1)..];
            return value;
        }

        throw Damaged("a number does not end");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
            throw Damaged("it ends in the middle of a field");

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
