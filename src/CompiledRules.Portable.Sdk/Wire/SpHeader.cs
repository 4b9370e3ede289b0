using System.Buffers.Binary;

namespace CompiledRules.Portable.Sdk.Wire;

/// <summary>The bytes that are not payload: the eight that open a connection, the nine before each message, and the words before a request.</summary>
internal static class SpHeader
{
    /// <summary><c>\0SP\0</c>, the protocol as a big-endian word, two zero bytes.</summary>
    public const int ConnectionLength = 8;

    /// <summary>The byte 1 and the length of the body as a big-endian 64-bit number.</summary>
    public const int FrameLength = 9;

    public const int WordLength = 4;

    /// <summary>Set in the last word of a request's back-trace, which is its id.</summary>
    public const uint IdBit = 0x8000_0000;

    // As many devices as the reference sockets let a request pass.
    private const int MostWords = 8;

    public static SpProtocol Counterpart(this SpProtocol own) => own switch
    {
        SpProtocol.Request => SpProtocol.Reply,
        SpProtocol.Reply => SpProtocol.Request,
        SpProtocol.Push => SpProtocol.Pull,
        SpProtocol.Pull => SpProtocol.Push,
        _ => SpProtocol.Pair,
    };

    public static void WriteConnection(Span<byte> target, SpProtocol own)
    {
        "\0SP\0"u8.CopyTo(target);
        BinaryPrimitives.WriteUInt16BigEndian(target[4..], (ushort)own);
        BinaryPrimitives.WriteUInt16BigEndian(target[6..], 0);
    }

    /// <exception cref="SpException">The peer is no SP socket, or not the counterpart of <paramref name="own"/>.</exception>
    public static void CheckConnection(ReadOnlySpan<byte> header, SpProtocol own)
    {
        if (!header.StartsWith("\0SP\0"u8) || header[6] != 0 || header[7] != 0)
            throw new SpException($"The peer opened with {Convert.ToHexString(header)}, which is no SP header");

        var peer = (SpProtocol)BinaryPrimitives.ReadUInt16BigEndian(header[4..]);
        if (peer != own.Counterpart())
            throw new SpException($"The peer speaks protocol 0x{(ushort)peer:x2} where 0x{(ushort)own.Counterpart():x2} was expected");
    }

    public static void WriteFrame(Span<byte> target, long bodyLength)
    {
        target[0] = 1;
        BinaryPrimitives.WriteInt64BigEndian(target[1..], bodyLength);
    }

    /// <summary>The length of the body that follows.</summary>
    /// <exception cref="SpException">Not a message frame, or longer than <paramref name="limit"/>.</exception>
    public static long ReadFrame(ReadOnlySpan<byte> header, long limit)
    {
        if (header[0] != 1)
            throw new SpException($"A message began with byte 0x{header[0]:x2} where 0x01 was expected");

        var length = BinaryPrimitives.ReadInt64BigEndian(header[1..]);
        return length >= 0 && length <= limit
            ? length
            : throw new SpException($"A message of {(ulong)length} bytes is longer than the limit of {limit}");
    }

    /// <summary>How many bytes at the start of a request are back-trace: words up to and with the first that has <see cref="IdBit"/>.</summary>
    /// <exception cref="SpException">No id within the words a request may have.</exception>
    public static int BackTraceLength(ReadOnlySpan<byte> body)
    {
        for (var length = WordLength; length <= MostWords * WordLength && length <= body.Length; length += WordLength)
        {
            if ((body[length - WordLength] & 0x80) != 0)
                return length;
        }

        throw new SpException("A request carried no request id");
    }
}
