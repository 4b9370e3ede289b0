using System.Numerics;
using System.Runtime.CompilerServices;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Windows;
using CompiledRules.State;

namespace CompiledRules.Runtime.Aggregation;

/// <summary>Groups in the order in which their first units came. Their array is kept when they are cleared, so that in steady state nothing is allocated.</summary>
/// <remarks>Compiled loops ask a set for the place of a group and change its aggregates in <see cref="Items"/>.</remarks>
public abstract class GroupArray<TFirst, TKey, TComparer, TState>
    where TComparer : struct, IKeyComparer<TKey>
    where TState : struct, IStateful
{
    protected const int SmallestCapacity = 16;

    private Group<TFirst, TKey, TState>[] _items = new Group<TFirst, TKey, TState>[SmallestCapacity];
    private int[] _positions = new int[SmallestCapacity];
    private int _firsts;

    /// <summary>Only the first <see cref="Count"/> are in use. Replaced when the array grows.</summary>
    public Group<TFirst, TKey, TState>[] Items => _items;

    /// <summary>The unit in hand, as its place in its batch.</summary>
    internal int Position;

    public int Count { get; private set; }

    public ReadOnlySpan<Group<TFirst, TKey, TState>> Groups => Items.AsSpan(0, Count);

    /// <summary>The place of the group of <paramref name="key"/>, which is new and without values where the key was not there.</summary>
    public abstract int SlotOf(TKey key);

    /// <summary>The place of the only group of a set without keys.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Only() => Count > 0 ? 0 : Append(default!, 0);

    /// <summary>Adds the only group of a set without keys for a collection without units.</summary>
    public void AddEmpty() => Items[Append(default!, 0)].IsEmpty = true;

    /// <summary>Gives the groups that are new since the last call their first units.</summary>
    /// <param name="units">The batch that <see cref="Position"/> has counted in.</param>
    public void TakeFirsts<TUnit>(ReadOnlySpan<TUnit> units)
    {
        if (typeof(TFirst) != typeof(TUnit))
            return;

        for (; _firsts < Count; _firsts++)
        {
            var unit = units[_positions[_firsts]];
            Items[_firsts].First = Unsafe.As<TUnit, TFirst>(ref unit);
        }
    }

    public virtual void Clear()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TState>() || RuntimeHelpers.IsReferenceOrContainsReferences<TFirst>())
            Array.Clear(Items, 0, Count);
        (Count, _firsts) = (0, 0);
    }

    /// <param name="codec">Null where first units are not kept.</param>
    internal static void Save(IStateWriter writer, ReadOnlySpan<Group<TFirst, TKey, TState>> groups, IRowCodec<TFirst>? codec)
    {
        writer.Write((long)groups.Length);
        foreach (var item in groups)
        {
            default(TComparer).Write(writer, item.Key);
            codec?.Write(writer, item.First);
            item.State.Save(writer);
        }
    }

    /// <param name="codec">Null where first units are not kept.</param>
    public void Load(IStateReader reader, IRowCodec<TFirst>? codec)
    {
        Clear();
        for (var count = reader.ReadInteger(); count > 0; count--)
        {
            var slot = SlotOf(default(TComparer).Read(reader));
            if (codec is not null)
                Items[slot].First = codec.Read(reader);
            Items[slot].State.Load(reader);
        }

        _firsts = Count;
    }

    /// <summary>Adds a group without values.</summary>
    protected int Append(TKey key, int hash)
    {
        if (Count == Items.Length)
            Resize((int)BitOperations.RoundUpToPowerOf2((uint)Count + 1));

        ref var item = ref Items[Count];
        item.State = default;
        (item.Key, item.IsEmpty, item.Hash) = (key, false, hash);
        _positions[Count] = Position;
        return Count++;
    }

    protected void Resize(int capacity)
    {
        Array.Resize(ref _items, capacity);
        Array.Resize(ref _positions, capacity);
    }

    /// <summary>Goes on without groups, in another array.</summary>
    protected void Replace(Group<TFirst, TKey, TState>[] items)
    {
        _items = items.Length > 0 ? items : new Group<TFirst, TKey, TState>[SmallestCapacity];
        if (_positions.Length < Items.Length)
            _positions = new int[Items.Length];
        (Count, _firsts) = (0, 0);
    }
}
