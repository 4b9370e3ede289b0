using System.Buffers.Binary;
using System.Buffers.Text;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CompiledRules.Benchmarks.Json;

/// <summary>The limit: a scan written for this one message layout and these four members. It sees each byte once, visits colons only, and checks nothing else.</summary>
internal ref struct ColonScan
{
    private static readonly ulong s_deviceId = TailOf("deviceId\"");
    private static readonly ulong s_temperature = TailOf("temperature\"");
    private static readonly ulong s_humidity = TailOf("humidity\"");
    private static readonly ulong s_status = TailOf("\"status\"");

    public ReadOnlySpan<byte> DeviceId;
    public ReadOnlySpan<byte> Status;
    public double Temperature;
    public double Humidity;

    public void Read(ReadOnlySpan<byte> data)
    {
        Span<byte> tail = stackalloc byte[64];
        var (inString, escape) = (0UL, 0UL);
        for (var position = 0; position < data.Length; position += 64)
        {
            scoped var rest = data[position..];
            if (rest.Length < 64)
            {
                tail.Clear();
                rest.CopyTo(tail);
                rest = tail;
            }

            ref var start = ref MemoryMarshal.GetReference(rest);
            var (low, high) = (Vector256.LoadUnsafe(ref start), Vector256.LoadUnsafe(ref start, 32));
            var quotes = Mask(low, high, (byte)'"');
            var backslashes = Mask(low, high, (byte)'\\');
            quotes &= ~((backslashes << 1) | escape);
            escape = backslashes >> 63;
            var strings = Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(quotes), Vector128<ulong>.AllBitsSet, 0).ToScalar() ^ inString;
            inString = (ulong)((long)strings >> 63);
            for (var colons = Mask(low, high, (byte)':') & ~strings; colons != 0; colons &= colons - 1)
                ReadMember(data, position + BitOperations.TrailingZeroCount(colons));
        }
    }

    public static double ReadNumber(ReadOnlySpan<byte> data, int position)
    {
        var (mantissa, decimals) = (0L, -1);
        for (; ; position++)
        {
            var digit = (uint)(data[position] - '0');
            if (digit <= 9)
                mantissa = (mantissa * 10) + digit;
            else if (data[position] != '.')
                break;
            else
                decimals = position;
        }

        return decimals < 0 ? mantissa : mantissa / s_powers[position - decimals - 1];
    }

    private static readonly double[] s_powers = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];

    private void ReadMember(ReadOnlySpan<byte> data, int colon)
    {
        if (colon < 8)
            return;

        var name = BinaryPrimitives.ReadUInt64LittleEndian(data[(colon - 8)..]);
        if (name == s_temperature)
            Temperature = ReadNumber(data, colon + 1);
        else if (name == s_humidity)
            Humidity = ReadNumber(data, colon + 1);
        else if (name == s_deviceId)
            DeviceId = ReadText(data[(colon + 2)..]);
        else if (name == s_status)
            Status = ReadText(data[(colon + 2)..]);
    }

    private static ReadOnlySpan<byte> ReadText(ReadOnlySpan<byte> data) => data[..data.IndexOf((byte)'"')];

    private static ulong Mask(Vector256<byte> low, Vector256<byte> high, byte letter) =>
        Vector256.Equals(low, Vector256.Create(letter)).ExtractMostSignificantBits()
        | ((ulong)Vector256.Equals(high, Vector256.Create(letter)).ExtractMostSignificantBits() << 32);

    private static ulong TailOf(string name) => BinaryPrimitives.ReadUInt64LittleEndian(System.Text.Encoding.ASCII.GetBytes(name).AsSpan()[^8..]);
}

/// <summary>Writes the same line for all hand-written contenders.</summary>
internal static class HandWriter
{
    public static int Write(Span<byte> output, ReadOnlySpan<byte> deviceId, double fahrenheit, double humidity)
    {
        var length = Put(output, 0, "{\"deviceId\":\""u8);
        length = Put(output, length, deviceId);
        length = Put(output, length, "\",\"fahrenheit\":"u8);
        length = Put(output, length, fahrenheit);
        length = Put(output, length, ",\"humidity\":"u8);
        length = Put(output, length, humidity);
        return Put(output, length, "}\n"u8);
    }

    public static int Put(Span<byte> output, int length, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(output[length..]);
        return length + bytes.Length;
    }

    // Four decimals by an integer where that reads back, as most of these numbers do.
    public static int Put(Span<byte> output, int length, double number)
    {
        var scaled = (long)((number * 1e4) + 0.5);
        if (scaled / 1e4 != number)
        {
            Utf8Formatter.TryFormat(number, output[length..], out var any);
            return length + any;
        }

        var (whole, fraction) = Math.DivRem(scaled, 10_000);
        Utf8Formatter.TryFormat(whole, output[length..], out var written);
        length += written;
        if (fraction == 0)
            return length;

        output[length++] = (byte)'.';
        for (var unit = 1_000; fraction > 0; unit /= 10)
        {
            output[length++] = (byte)('0' + (fraction / unit));
            fraction %= unit;
        }

        return length;
    }
}
