using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using CompiledRules.Portable.Sdk.Wire;

namespace CompiledRules.Portable.Lanes;

/// <summary>Calls, results and questions about state as frames of the fast wire, from the host's side.</summary>
internal static class FastCall
{
    /// <summary>Rows as columns. All rows have as many arguments as the first.</summary>
    /// <param name="question">What is asked about each row: its result, or one of the questions of <see cref="FastFrame"/>.</param>
    public static ReadOnlyMemory<byte> Encode(uint id, byte question, ReadOnlySpan<SqlArray> rows, TimeSpan deadline)
    {
        var count = rows.IsEmpty ? 0 : rows[0].Count;
        var output = new FrameWriter(FastFrame.HeaderLength + (rows.Length * count * 10) + (count * 16) + 16);
        FastFrame.WriteHeader(output, FastFrame.Call, question, count, id, rows.Length, (uint)Math.Min(deadline.TotalMilliseconds, uint.MaxValue));
        var column = ArrayPool<SqlValue>.Shared.Rent(rows.Length);
        for (var argument = 0; argument < count; argument++)
        {
            for (var row = 0; row < rows.Length; row++)
                column[row] = rows[row][argument];
            FastColumn.Write(output, column.AsSpan(0, rows.Length));
        }

        ArrayPool<SqlValue>.Shared.Return(column, clearArray: true);
        return output.Written;
    }

    /// <exception cref="SpException">The frame is no result of so many rows.</exception>
    public static void Decode(ReadOnlySpan<byte> frame, Span<RemoteResult> results)
    {
        var (_, _, _, errors) = FastFrame.ReadHeader(frame);
        var column = ArrayPool<SqlValue>.Shared.Rent(results.Length);
        try
        {
            var at = FastFrame.HeaderLength + FastColumn.Read(frame[FastFrame.HeaderLength..], column.AsSpan(0, results.Length));
            for (var row = 0; row < results.Length; row++)
                results[row] = RemoteResult.From(column[row]);
            for (; errors > 0; errors--)
                ReadError(frame, ref at, results);
        }
        finally
        {
            ArrayPool<SqlValue>.Shared.Return(column, clearArray: true);
        }
    }

    /// <exception cref="SpException">The frame is too short.</exception>
    public static (byte Verb, uint Id, string Key, SqlValue Value) ReadState(ReadOnlySpan<byte> frame)
    {
        const int head = 12;
        if (frame.Length < head)
            throw new SpException("A question about state is too short");

        var length = BinaryPrimitives.ReadInt32LittleEndian(frame[8..]);
        if (length < 0 || length > frame.Length - head)
            throw new SpException("A question about state is too short");

        var at = head + length;
        return (frame[1], BinaryPrimitives.ReadUInt32LittleEndian(frame[4..]), Encoding.UTF8.GetString(frame.Slice(head, length)), MessagePackValue.Read(frame, ref at));
    }

    public static byte[] EncodeStateReply(uint id, SqlValue value)
    {
        var output = new ArrayBufferWriter<byte>(64);
        var head = output.GetSpan(8);
        head[..4].Clear();
        head[0] = FastFrame.StateReply;
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], id);
        output.Advance(8);
        MessagePackValue.Write(output, value);
        return output.WrittenSpan.ToArray();
    }

    private static void ReadError(ReadOnlySpan<byte> frame, ref int at, Span<RemoteResult> results)
    {
        if (at > frame.Length - 8)
            throw new SpException("A result's errors are cut short");

        var row = BinaryPrimitives.ReadUInt32LittleEndian(frame[at..]);
        var length = BinaryPrimitives.ReadInt32LittleEndian(frame[(at + 4)..]);
        at += 8;
        if (row >= results.Length || length < 0 || length > frame.Length - at)
            throw new SpException("A result's errors are broken");

        results[(int)row] = RemoteResult.Failed(new SqlException(Encoding.UTF8.GetString(frame.Slice(at, length))));
        at += length;
    }
}
