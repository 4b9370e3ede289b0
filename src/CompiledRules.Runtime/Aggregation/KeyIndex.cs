using System.Numerics;
using System.Runtime.CompilerServices;
using CompiledRules.State;

namespace CompiledRules.Runtime.Aggregation;

/// <summary>Numbers distinct keys from 0 in the order of first appearance, so that what belongs to a key is an element of an array.</summary>
/// <remarks>Arrays grow and are kept when the index is cleared; in steady state nothing is allocated. Not thread-safe.</remarks>
/// <typeparam name="TComparer">A struct, so that hashing and comparing are inlined.</typeparam>
public sealed class KeyIndex<TKey, TComparer>
    where TComparer : struct, IKeyComparer<TKey>
{
    private const int SmallestCapacity = 16;

    private int[] _heads = NewHeads(SmallestCapacity);
    private Entry[] _entries = new Entry[SmallestCapacity];

    /// <summary>The number of keys.</summary>
    public int Count { get; private set; }

    public TKey KeyOf(int slot) => _entries[slot].Key;

    /// <summary>The number of <paramref name="key"/>, a new one when the key has not been seen since the last clear.</summary>
    public int SlotOf(TKey key)
    {
        var hash = default(TComparer).GetHashCode(key!);
        var (heads, entries) = (_heads, _entries);
        for (var slot = heads[hash & (heads.Length - 1)]; (uint)slot < (uint)entries.Length; slot = entries[slot].Next)
        {
            ref readonly var entry = ref entries[slot];
            if (entry.Hash == hash && default(TComparer).Equals(entry.Key, key))
                return slot;
        }

        return Add(key, hash);
    }

    public void Clear()
    {
        Array.Fill(_heads, -1);
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TKey>())
            Array.Clear(_entries, 0, Count);
        Count = 0;
    }

    public void Save(IStateWriter writer)
    {
        writer.Write((long)Count);
        for (var slot = 0; slot < Count; slot++)
            default(TComparer).Write(writer, KeyOf(slot));
    }

    public void Load(IStateReader reader)
    {
        Clear();
        for (var count = reader.ReadInteger(); count > 0; count--)
            SlotOf(default(TComparer).Read(reader));
    }

    private static int[] NewHeads(int capacity)
    {
        var heads = new int[capacity];
        Array.Fill(heads, -1);
        return heads;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Add(TKey key, int hash)
    {
        if (Count == _entries.Length)
            Grow();

        ref var head = ref _heads[hash & (_heads.Length - 1)];
        _entries[Count] = new Entry { Key = key, Hash = hash, Next = head };
        head = Count;
        return Count++;
    }

    private void Grow()
    {
        var capacity = (int)BitOperations.RoundUpToPowerOf2((uint)Count + 1);
        Array.Resize(ref _entries, capacity);
        _heads = NewHeads(capacity);
        for (var slot = 0; slot < Count; slot++)
        {
            ref var head = ref _heads[_entries[slot].Hash & (capacity - 1)];
            _entries[slot].Next = head;
            head = slot;
        }
    }

    private struct Entry
    {
        public TKey Key;
        public int Hash;
        public int Next;
    }
}
