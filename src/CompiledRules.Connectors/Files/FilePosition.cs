using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace CompiledRules.Connectors.Files;

/// <summary>How far a file, or a directory of files, has been read.</summary>
/// <param name="Count">Items of the file in hand that have been given; bytes where the file is followed.</param>
/// <param name="File">The file in hand; null between two files.</param>
/// <param name="Done">The files that have been read to their end.</param>
internal sealed record FilePosition(long Count, FilePrint? File, ImmutableArray<FileStamp> Done)
{
    private const byte Version = 1;
    private const int HeadLength = 9;

    /// <summary>What stays the same while a file is read, for <see cref="Write"/>.</summary>
    public static byte[] TailOf(FilePrint? file, IReadOnlyCollection<FileStamp> done)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        writer.Write(file is not null);
        if (file is not null)
        {
            writer.Write(file.Name);
            writer.Write(file.Length);
            writer.Write(file.Hash);
        }

        writer.Write(done.Count);
        foreach (var stamp in done)
        {
            writer.Write(stamp.Name);
            writer.Write(stamp.Length);
            writer.Write(stamp.Written);
        }

        return buffer.ToArray();
    }

    public static void Write(IBufferWriter<byte> target, long count, ReadOnlySpan<byte> tail)
    {
        var head = target.GetSpan(HeadLength);
        head[0] = Version;
        BinaryPrimitives.WriteInt64LittleEndian(head[1..], count);
        target.Advance(HeadLength);
        target.Write(tail);
    }

    /// <exception cref="SqlException">The bytes are not a position in files.</exception>
    public static FilePosition Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes.ToArray()), Encoding.UTF8);
            if (reader.ReadByte() is var version and not Version)
                throw new SqlException($"found a position of version {version}, expected {Version}");

            var count = reader.ReadInt64();
            var file = reader.ReadBoolean() ? new FilePrint(reader.ReadString(), reader.ReadInt32(), reader.ReadUInt64()) : null;
            var done = new FileStamp[reader.ReadInt32()];
            for (var i = 0; i < done.Length; i++)
                done[i] = new FileStamp(reader.ReadString(), reader.ReadInt64(), reader.ReadInt64());
            return new FilePosition(count, file, [.. done]);
        }
        catch (Exception error) when (error is IOException or OverflowException)
        {
            throw new SqlException("found bytes that are no position in a file", error);
        }
    }
}
