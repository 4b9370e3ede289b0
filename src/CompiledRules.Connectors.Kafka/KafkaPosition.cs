using System.Buffers;
using System.Buffers.Binary;

namespace CompiledRules.Connectors.Kafka;

/// <summary>How far a stream has read: by partition, the offset of the next message. The bytes are a version and pairs of both, little endian.</summary>
internal sealed class KafkaPosition
{
    private const byte Version = 1;
    private const int EntrySize = sizeof(int) + sizeof(long);

    private readonly SortedList<int, long> _offsets = [];

    public IEnumerable<KeyValuePair<int, long>> Offsets => _offsets;

    public long? this[int partition] => _offsets.TryGetValue(partition, out var offset) ? offset : null;

    /// <exception cref="SqlException">The bytes were written by a later release.</exception>
    public static KafkaPosition Read(ReadOnlySpan<byte> position)
    {
        if (position.IsEmpty || position[0] != Version || (position.Length - 1) % EntrySize != 0)
            throw new SqlException($"found a position of version {(position.IsEmpty ? 0 : position[0])} with {position.Length} bytes, expected version {Version}");

        var result = new KafkaPosition();
        for (var rest = position[1..]; !rest.IsEmpty; rest = rest[EntrySize..])
            result.Set(BinaryPrimitives.ReadInt32LittleEndian(rest), BinaryPrimitives.ReadInt64LittleEndian(rest[sizeof(int)..]));
        return result;
    }

    public void Set(int partition, long next) => _offsets[partition] = next;

    /// <summary>Forgets a partition that another member of the group reads now.</summary>
    public void Remove(int partition) => _offsets.Remove(partition);

    public void Write(IBufferWriter<byte> output)
    {
        var span = output.GetSpan(1 + (_offsets.Count * EntrySize));
        span[0] = Version;
        var length = 1;
        for (var i = 0; i < _offsets.Count; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(span[length..], _offsets.GetKeyAtIndex(i));
            BinaryPrimitives.WriteInt64LittleEndian(span[(length + sizeof(int))..], _offsets.GetValueAtIndex(i));
            length += EntrySize;
        }

        output.Advance(length);
    }
}
