using System.Buffers;
using System.Buffers.Binary;

namespace CompiledRules.Portable.Sdk.Wire;

/// <summary>The frames of the fast wire. All numbers are little-endian; <c>WIRE.md</c> is the reference.</summary>
internal static class FastFrame
{
    public const int Version = 1;

    public const byte Call = 0x01;
    public const byte StateReply = 0x02;
    public const byte Hello = 0x11;
    public const byte Result = 0x12;
    public const byte State = 0x13;

    /// <summary>What a call asks of each row.</summary>
    public const byte Execute = 0;
    public const byte Validate = 1;
    public const byte IsAggregate = 2;

    public const byte StateGet = 1;
    public const byte StatePut = 2;
    public const byte StateDelete = 3;

    /// <summary>Kind, flags, a 16-bit number, an id, a count and one more number.</summary>
    public const int HeaderLength = 16;

    public const int HelloLength = 8;

    public static byte KindOf(ReadOnlySpan<byte> frame) => frame.IsEmpty ? throw new SpException("A frame of the fast wire was empty") : frame[0];

    /// <summary>Writes the sixteen bytes that begin a call or a result.</summary>
    public static void WriteHeader(IBufferWriter<byte> output, byte kind, byte flags, int small, uint id, int rows, uint last)
    {
        var header = output.GetSpan(HeaderLength);
        header[0] = kind;
        header[1] = flags;
        BinaryPrimitives.WriteUInt16LittleEndian(header[2..], checked((ushort)small));
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], id);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], rows);
        BinaryPrimitives.WriteUInt32LittleEndian(header[12..], last);
        output.Advance(HeaderLength);
    }

    /// <exception cref="SpException">The frame is too short.</exception>
    public static (int Small, uint Id, int Rows, uint Last) ReadHeader(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < HeaderLength)
            throw new SpException($"A frame of the fast wire had {frame.Length} bytes where at least {HeaderLength} were expected");

        var rows = BinaryPrimitives.ReadInt32LittleEndian(frame[8..]);
        return rows >= 0
            ? (BinaryPrimitives.ReadUInt16LittleEndian(frame[2..]), BinaryPrimitives.ReadUInt32LittleEndian(frame[4..]), rows, BinaryPrimitives.ReadUInt32LittleEndian(frame[12..]))
            : throw new SpException($"A frame of the fast wire announced {rows} rows");
    }

    public static byte[] HelloOf(int window)
    {
        var hello = new byte[HelloLength];
        hello[0] = Hello;
        hello[1] = Version;
        BinaryPrimitives.WriteUInt16LittleEndian(hello.AsSpan(2), (ushort)window);
        return hello;
    }
}
