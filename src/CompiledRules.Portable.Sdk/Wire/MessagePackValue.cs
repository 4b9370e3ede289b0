using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace CompiledRules.Portable.Sdk.Wire;

/// <summary>One value as MessagePack: nil, booleans, 64-bit integers, doubles, text, bytes, arrays, maps with text keys, and times as its own timestamp extension.</summary>
internal static class MessagePackValue
{
    private const int Deepest = 256;
    private const byte Timestamp = 0xFF;

    public static void Write(IBufferWriter<byte> output, SqlValue value)
    {
        switch (value.Kind)
        {
            case SqlKind.Boolean:
                WriteByte(output, value.AsBoolean() ? (byte)0xC3 : (byte)0xC2);
                break;
            case SqlKind.Integer when value.AsInteger() is >= 0 and < 128:
                WriteByte(output, (byte)value.AsInteger());
                break;
            case SqlKind.Integer:
                WriteWord(output, 0xD3, value.AsInteger());
                break;
            case SqlKind.Float:
                WriteWord(output, 0xCB, BitConverter.DoubleToInt64Bits(value.AsFloat()));
                break;
            case SqlKind.String:
                WriteText(output, value);
                break;
            case SqlKind.Bytes:
                WriteSize(output, value.AsBytes().Length, 0, 0, 0xC4, 0xC5, 0xC6);
                output.Write(value.AsBytes());
                break;
            case SqlKind.DateTime:
                WriteTime(output, value.AsTime());
                break;
            case SqlKind.Array:
                WriteSize(output, value.AsArray().Count, 0x90, 16, null, 0xDC, 0xDD);
                foreach (var item in value.AsArray().AsSpan())
                    Write(output, item);
                break;
            case SqlKind.Object:
                Write(output, value.AsObject());
                break;
            default:
                WriteByte(output, 0xC0);
                break;
        }
    }

    /// <exception cref="SpException">No MessagePack, or a kind of value that SQL does not have.</exception>
    public static SqlValue Read(ReadOnlySpan<byte> data, ref int at)
    {
        try
        {
            return Read(data, ref at, 0);
        }
        catch (Exception error) when (error is ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            throw new SpException("A MessagePack value ends too early");
        }
    }

    private static void Write(IBufferWriter<byte> output, SqlObject value)
    {
        WriteSize(output, value.Count, 0x80, 16, null, 0xDE, 0xDF);
        for (var i = 0; i < value.Count; i++)
        {
            WriteText(output, value.Names[i]);
            Write(output, value.Values[i]);
        }
    }

    private static void WriteText(IBufferWriter<byte> output, SqlValue value)
    {
        var bytes = value.AsUtf8OrDefault() is { } text ? text.Bytes.Span : Encoding.UTF8.GetBytes(value.AsString());
        WriteSize(output, bytes.Length, 0xA0, 32, 0xD9, 0xDA, 0xDB);
        output.Write(bytes);
    }

    private static void WriteTime(IBufferWriter<byte> output, SqlTime time)
    {
        var (seconds, ticks) = Math.DivRem(time.UtcTicks - DateTime.UnixEpoch.Ticks, TimeSpan.TicksPerSecond);
        if (ticks < 0)
            (seconds, ticks) = (seconds - 1, ticks + TimeSpan.TicksPerSecond);
        var bytes = output.GetSpan(15);
        (bytes[0], bytes[1], bytes[2]) = (0xC7, 12, Timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[3..], (uint)(ticks * 100));
        BinaryPrimitives.WriteInt64BigEndian(bytes[7..], seconds);
        output.Advance(15);
    }

    private static void WriteByte(IBufferWriter<byte> output, byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    private static void WriteWord(IBufferWriter<byte> output, byte lead, long word)
    {
        var bytes = output.GetSpan(9);
        bytes[0] = lead;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], word);
        output.Advance(9);
    }

    private static void WriteSize(IBufferWriter<byte> output, int size, byte fix, int fixLimit, byte? one, byte two, byte four)
    {
        var bytes = output.GetSpan(5);
        if (size < fixLimit)
        {
            bytes[0] = (byte)(fix | size);
            output.Advance(1);
        }
        else if (one is { } lead && size <= byte.MaxValue)
        {
            (bytes[0], bytes[1]) = (lead, (byte)size);
            output.Advance(2);
        }
        else if (size <= ushort.MaxValue)
        {
            bytes[0] = two;
            BinaryPrimitives.WriteUInt16BigEndian(bytes[1..], (ushort)size);
            output.Advance(3);
        }
        else
        {
            bytes[0] = four;
            BinaryPrimitives.WriteInt32BigEndian(bytes[1..], size);
            output.Advance(5);
        }
    }

    private static SqlValue Read(ReadOnlySpan<byte> data, ref int at, int depth)
    {
        if (depth > Deepest)
            throw new SpException($"A MessagePack value is nested more than {Deepest} deep");

        var lead = data[at++];
        return lead switch
        {
            < 0x80 => SqlValue.From((long)lead),
            < 0x90 => ReadMap(data, ref at, lead & 0x0F, depth),
            < 0xA0 => ReadArray(data, ref at, lead & 0x0F, depth),
            < 0xC0 => SqlValue.From(Encoding.UTF8.GetString(Slice(data, ref at, lead & 0x1F))),
            0xC0 => SqlValue.Null,
            0xC2 => SqlValue.False,
            0xC3 => SqlValue.True,
            0xC4 or 0xC5 or 0xC6 => SqlValue.From(Slice(data, ref at, Size(data, ref at, 1 << (lead - 0xC4))).ToArray()),
            0xC7 or 0xC8 or 0xC9 => ReadExtension(data, ref at, Size(data, ref at, 1 << (lead - 0xC7))),
            0xCA => SqlValue.From((double)BinaryPrimitives.ReadSingleBigEndian(Slice(data, ref at, 4))),
            0xCB => SqlValue.From(BinaryPrimitives.ReadDoubleBigEndian(Slice(data, ref at, 8))),
            0xCC or 0xCD or 0xCE or 0xCF => ReadUnsigned(data, ref at, 1 << (lead - 0xCC)),
            0xD0 => SqlValue.From((long)(sbyte)data[at++]),
            0xD1 => SqlValue.From((long)BinaryPrimitives.ReadInt16BigEndian(Slice(data, ref at, 2))),
            0xD2 => SqlValue.From((long)BinaryPrimitives.ReadInt32BigEndian(Slice(data, ref at, 4))),
            0xD3 => SqlValue.From(BinaryPrimitives.ReadInt64BigEndian(Slice(data, ref at, 8))),
            >= 0xD4 and <= 0xD8 => ReadExtension(data, ref at, 1 << (lead - 0xD4)),
            0xD9 or 0xDA or 0xDB => SqlValue.From(Encoding.UTF8.GetString(Slice(data, ref at, Size(data, ref at, 1 << (lead - 0xD9))))),
            0xDC or 0xDD => ReadArray(data, ref at, Size(data, ref at, 2 << (lead - 0xDC)), depth),
            0xDE or 0xDF => ReadMap(data, ref at, Size(data, ref at, 2 << (lead - 0xDE)), depth),
            >= 0xE0 => SqlValue.From((long)(sbyte)lead),
            _ => throw new SpException($"MessagePack has no value that begins with 0x{lead:x2}"),
        };
    }

    private static SqlValue ReadUnsigned(ReadOnlySpan<byte> data, ref int at, int width)
    {
        ulong value = 0;
        foreach (var part in Slice(data, ref at, width))
            value = (value << 8) | part;
        return value <= long.MaxValue ? SqlValue.From((long)value) : SqlValue.From((double)value);
    }

    private static SqlValue ReadArray(ReadOnlySpan<byte> data, ref int at, int size, int depth)
    {
        // A size larger than the bytes that are left cannot be true, and must not cost memory.
        var items = new SqlValue[size <= data.Length - at ? size : throw new SpException("A MessagePack array ends too early")];
        for (var i = 0; i < size; i++)
            items[i] = Read(data, ref at, depth + 1);
        return SqlValue.From(new SqlArray(items));
    }

    private static SqlValue ReadMap(ReadOnlySpan<byte> data, ref int at, int size, int depth)
    {
        var builder = new SqlObject.Builder();
        for (var i = 0; i < size; i++)
        {
            var name = Read(data, ref at, depth + 1);
            builder[name.IsString ? name.AsString() : name.ToString()] = Read(data, ref at, depth + 1);
        }

        return SqlValue.From(builder.ToObject());
    }

    private static SqlValue ReadExtension(ReadOnlySpan<byte> data, ref int at, int size)
    {
        if (data[at++] != Timestamp)
            throw new SpException("The fast wire has no MessagePack extension but the timestamp");

        var bytes = Slice(data, ref at, size);
        var (seconds, nanoseconds) = size switch
        {
            4 => (BinaryPrimitives.ReadUInt32BigEndian(bytes), 0u),
            8 => ((long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) & 0x3_FFFF_FFFF), (uint)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 34)),
            12 => (BinaryPrimitives.ReadInt64BigEndian(bytes[4..]), BinaryPrimitives.ReadUInt32BigEndian(bytes)),
            _ => throw new SpException($"A MessagePack timestamp has {size} bytes"),
        };
        return SqlValue.From(new SqlTime(DateTime.UnixEpoch.Ticks + (seconds * TimeSpan.TicksPerSecond) + (nanoseconds / 100), TimeZoneInfo.Utc));
    }

    private static int Size(ReadOnlySpan<byte> data, ref int at, int width)
    {
        long size = 0;
        foreach (var part in Slice(data, ref at, width))
            size = (size << 8) | part;
        return size <= data.Length ? (int)size : throw new SpException("A MessagePack value ends too early");
    }

    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> data, ref int at, int size)
    {
        var slice = data.Slice(at, size);
        at += size;
        return slice;
    }
}
