using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace CompiledRules.Portable.Sdk.Wire;

/// <summary>Columns of the fast wire: values of one kind as arrays, mixed and nested ones as MessagePack.</summary>
internal static class FastColumn
{
    private const byte Null = 0;
    private const byte Integer = 1;
    private const byte Float = 2;
    private const byte Boolean = 3;
    private const byte String = 4;
    private const byte Bytes = 5;
    private const byte Time = 6;
    private const byte Any = 7;

    private const int HeaderLength = 8;

    public static void Write(FrameWriter output, ReadOnlySpan<SqlValue> values)
    {
        var (kind, hasNulls) = Survey(values);
        var header = output.GetSpan(HeaderLength);
        header[..HeaderLength].Clear();
        (header[0], header[1]) = (kind, hasNulls ? (byte)1 : (byte)0);
        var start = output.Skip(HeaderLength);

        if (hasNulls)
            WriteNulls(output, values);
        WriteBody(output, kind, values);
        output.FillIn(start + sizeof(int), output.Length - start - HeaderLength);
    }

    /// <summary>Fills <paramref name="values"/> and returns how many bytes the column took.</summary>
    /// <exception cref="SpException">The bytes are no column of so many rows.</exception>
    public static int Read(ReadOnlySpan<byte> data, Span<SqlValue> values)
    {
        if (data.Length < HeaderLength)
            throw Broken();

        var length = BinaryPrimitives.ReadInt32LittleEndian(data[4..]);
        if (length < 0 || length > data.Length - HeaderLength)
            throw Broken();

        var body = data.Slice(HeaderLength, length);
        ReadOnlySpan<byte> nulls = default;
        if (data[1] != 0)
        {
            nulls = Take(body, values.Length);
            body = body[nulls.Length..];
        }

        ReadBody(data[0], body, values);
        for (var i = 0; i < nulls.Length; i++)
        {
            if (nulls[i] != 0)
                values[i] = SqlValue.Null;
        }

        return HeaderLength + length;
    }

    private static (byte Kind, bool HasNulls) Survey(ReadOnlySpan<SqlValue> values)
    {
        byte kind = Null;
        var hasNulls = false;
        foreach (var value in values)
        {
            var own = KindOf(value.Kind);
            if (own == Null)
                hasNulls = true;
            else if (kind == Null)
                kind = own;
            else if (kind != own)
                kind = Any;
            if (kind == Any)
                return (Any, false);
        }

        return (kind, hasNulls && kind != Null);
    }

    private static byte KindOf(SqlKind kind) => kind switch
    {
        SqlKind.Missing or SqlKind.Null => Null,
        SqlKind.Integer => Integer,
        SqlKind.Float => Float,
        SqlKind.Boolean => Boolean,
        SqlKind.String => String,
        SqlKind.Bytes => Bytes,
        SqlKind.DateTime => Time,
        _ => Any,
    };

    private static void WriteNulls(FrameWriter body, ReadOnlySpan<SqlValue> values)
    {
        var nulls = body.GetSpan(values.Length);
        for (var i = 0; i < values.Length; i++)
            nulls[i] = values[i].IsNull ? (byte)1 : (byte)0;
        body.Advance(values.Length);
    }

    private static void WriteBody(FrameWriter body, byte kind, ReadOnlySpan<SqlValue> values)
    {
        switch (kind)
        {
            case Integer or Float or Time:
                var words = body.GetSpan(values.Length * sizeof(long));
                for (var i = 0; i < values.Length; i++)
                    BinaryPrimitives.WriteInt64LittleEndian(words[(i * sizeof(long))..], Word(values[i]));
                body.Advance(values.Length * sizeof(long));
                break;
            case Boolean:
                var flags = body.GetSpan(values.Length);
                for (var i = 0; i < values.Length; i++)
                    flags[i] = !values[i].IsNull && values[i].AsBoolean() ? (byte)1 : (byte)0;
                body.Advance(values.Length);
                break;
            case String or Bytes:
                WriteSlices(body, values);
                break;
            case Any:
                foreach (var value in values)
                    MessagePackValue.Write(body, value);
                break;
        }
    }

    private static long Word(SqlValue value) => value.Kind switch
    {
        SqlKind.Integer => value.AsInteger(),
        SqlKind.Float => BitConverter.DoubleToInt64Bits(value.AsFloat()),
        SqlKind.DateTime => value.AsTime().UtcTicks - DateTime.UnixEpoch.Ticks,
        _ => 0,
    };

    private static void WriteSlices(FrameWriter body, ReadOnlySpan<SqlValue> values)
    {
        var ends = body.Skip(values.Length * sizeof(uint));
        var start = body.Length;
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            if (value.IsString && value.AsUtf8OrDefault() is not { })
                Encoding.UTF8.GetBytes(value.AsString(), body);
            else if (value.IsString)
                body.Write(value.AsUtf8OrDefault()!.Bytes.Span);
            else if (!value.IsNull)
                body.Write(value.AsBytes());
            body.FillIn(ends + (i * sizeof(uint)), body.Length - start);
        }
    }

    private static void ReadBody(byte kind, ReadOnlySpan<byte> body, Span<SqlValue> values)
    {
        switch (kind)
        {
            case Null:
                values.Fill(SqlValue.Null);
                break;
            case Integer or Float or Time:
                ReadWords(kind, Take(body, values.Length * sizeof(long)), values);
                break;
            case Boolean:
                var flags = Take(body, values.Length);
                for (var i = 0; i < values.Length; i++)
                    values[i] = SqlValue.From(flags[i] != 0);
                break;
            case String or Bytes:
                ReadSlices(kind, body, values);
                break;
            case Any:
                var at = 0;
                for (var i = 0; i < values.Length; i++)
                    values[i] = MessagePackValue.Read(body, ref at);
                break;
            default:
                throw Broken();
        }
    }

    private static void ReadWords(byte kind, ReadOnlySpan<byte> body, Span<SqlValue> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var word = BinaryPrimitives.ReadInt64LittleEndian(body[(i * sizeof(long))..]);
            values[i] = kind switch
            {
                Integer => SqlValue.From(word),
                Float => SqlValue.From(BitConverter.Int64BitsToDouble(word)),
                _ => SqlValue.From(new SqlTime(word + DateTime.UnixEpoch.Ticks, TimeZoneInfo.Utc)),
            };
        }
    }

    private static void ReadSlices(byte kind, ReadOnlySpan<byte> body, Span<SqlValue> values)
    {
        var ends = Take(body, values.Length * sizeof(uint));
        var slices = body[ends.Length..];
        var start = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var end = BinaryPrimitives.ReadInt32LittleEndian(ends[(i * sizeof(uint))..]);
            if (end < start || end > slices.Length)
                throw Broken();

            var slice = slices[start..end];
            values[i] = kind == String ? SqlValue.From(Encoding.UTF8.GetString(slice)) : SqlValue.From(slice.ToArray());
            start = end;
        }
    }

    private static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> body, int count) => count <= body.Length ? body[..count] : throw Broken();

    private static SpException Broken() => new("A column of the fast wire is broken");
}
