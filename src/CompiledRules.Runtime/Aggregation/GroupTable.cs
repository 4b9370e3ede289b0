using System.Numerics;
using System.Runtime.CompilerServices;

namespace CompiledRules.Runtime.Aggregation;

/// <summary>The groups of one window: each distinct key has a slot, numbered from 0 in the order of first appearance, and a state in it.</summary>
/// <remarks>Arrays grow and are kept when the table is cleared; in steady state nothing is allocated. Not thread-safe.</remarks>
/// <typeparam name="TState">What a group accumulates; starts as default.</typeparam>
/// <typeparam name="TComparer">A struct, so that hashing and comparing are inlined.</typeparam>
public sealed class GroupTable<TKey, TState, TComparer>
    where TComparer : struct, IEqualityComparer<TKey>
{
    private const int SmallestCapacity = 16;

    private TComparer _comparer = new();
    private int[] _heads = NewHeads(SmallestCapacity);
    private Entry[] _entries = new Entry[SmallestCapacity];

    /// <summary>The number of groups.</summary>
    public int Count { get; private set; }

    /// <summary>The states by slot; only the first <see cref="Count"/> are in use, and those behind them are what a cleared table has left. Replaced when the table grows.</summary>
    public TState[] States { get; private set; } = new TState[SmallestCapacity];

    public TKey KeyOf(int slot) => _entries[slot].Key;

    /// <summary>The slot of <paramref name="key"/>, a new one when the key has not been seen since the last clear.</summary>
    /// <param name="isNew">Whether it is new: then its state is what the last use of the slot has left.</param>
    public int SlotOf(TKey key, out bool isNew)
    {
        isNew = false;
        var hash = _comparer.GetHashCode(key!);
        var entries = _entries;
        for (var slot = _heads[hash & (_heads.Length - 1)]; (uint)slot < (uint)entries.Length; slot = entries[slot].Next)
        {
            if (entries[slot].Hash == hash && _comparer.Equals(entries[slot].Key, key))
                return slot;
        }

        isNew = true;
        return Add(key, hash);
    }

    /// <summary>The state of <paramref name="key"/>, default for a new one; valid until the next key is looked up.</summary>
    public ref TState StateOf(TKey key)
    {
        var slot = SlotOf(key, out var isNew);
        if (isNew)
            States[slot] = default!;
        return ref States[slot];
    }

    public void Clear()
    {
        Array.Fill(_heads, -1);
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TKey>())
            Array.Clear(_entries, 0, Count);
        Count = 0;
    }

    private static int[] NewHeads(int capacity)
    {
        var heads = new int[capacity];
        Array.Fill(heads, -1);
        return heads;
    }

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
        var states = States;
        Array.Resize(ref states, capacity);
        States = states;
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
