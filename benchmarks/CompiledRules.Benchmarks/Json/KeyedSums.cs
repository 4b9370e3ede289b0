using System.Runtime.InteropServices;

namespace CompiledRules.Benchmarks.Json;

/// <summary>Groups by UTF-8 keys, by hand: keys keep their place from window to window.</summary>
internal sealed class KeyedSums
{
    private readonly int[] _buckets = new int[4_096];
    private readonly int[] _order = new int[4_096];
    private readonly Entry[] _entries = new Entry[4_096];
    private int _known;

    public int Count { get; private set; }

    public ref readonly Entry this[int index] => ref _entries[_order[index]];

    public void Clear()
    {
        for (var i = 0; i < Count; i++)
        {
            ref var entry = ref _entries[_order[i]];
            (entry.Sum, entry.Most, entry.Count) = (0, 0, 0);
        }

        Count = 0;
    }

    public void Add(ReadOnlySpan<byte> key, double temperature, double humidity)
    {
        var hash = HashOf(key);
        for (var bucket = (int)(hash & 4_095); ; bucket = (bucket + 1) & 4_095)
        {
            if (_buckets[bucket] == 0)
            {
                _entries[_known] = new Entry { Key = key.ToArray(), Hash = hash };
                _buckets[bucket] = ++_known;
            }

            var index = _buckets[bucket] - 1;
            ref var entry = ref _entries[index];
            if (entry.Hash != hash || !entry.Key.AsSpan().SequenceEqual(key))
                continue;

            if (entry.Count++ == 0)
                _order[Count++] = index;
            entry.Sum += temperature;
            entry.Most = Math.Max(entry.Most, humidity);
            return;
        }
    }

    private static uint HashOf(ReadOnlySpan<byte> key)
    {
        var hash = 0UL;
        for (; key.Length >= 8; key = key[8..])
            hash = (hash ^ MemoryMarshal.Read<ulong>(key)) * 0x9E37_79B9_7F4A_7C15;
        foreach (var letter in key)
            hash = (hash ^ letter) * 0x9E37_79B9_7F4A_7C15;
        return (uint)(hash >> 32);
    }

    public struct Entry
    {
        public byte[] Key;
        public uint Hash;
        public int Count;
        public double Sum;
        public double Most;
    }
}
