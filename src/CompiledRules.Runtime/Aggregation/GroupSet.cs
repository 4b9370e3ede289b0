using System.Runtime.CompilerServices;
using CompiledRules.State;

namespace CompiledRules.Runtime.Aggregation;

/// <summary>Groups by key that are filled, read and emptied again and again.</summary>
public sealed class GroupSet<TFirst, TKey, TComparer, TState> : GroupArray<TFirst, TKey, TComparer, TState>
    where TComparer : struct, IKeyComparer<TKey>
    where TState : struct, IStateful
{
    private const int ClearsBeforeShrinking = 64;

    private int[] _heads = NewHeads(SmallestCapacity);
    private int _clearsWhileSparse;

    public override int SlotOf(TKey key)
    {
        var hash = default(TComparer).GetHashCode(key!);
        var (heads, items) = (_heads, Items);
        for (var slot = heads[hash & (heads.Length - 1)]; (uint)slot < (uint)items.Length; slot = items[slot].Next)
        {
            ref readonly var item = ref items[slot];
            if (item.Hash == hash && default(TComparer).Equals(item.Key, key))
                return slot;
        }

        return Add(key, hash);
    }

    public override void Clear()
    {
        _clearsWhileSparse = Items.Length > 1_024 && Count < Items.Length / 16 ? _clearsWhileSparse + 1 : 0;
        base.Clear();
        if (_clearsWhileSparse < ClearsBeforeShrinking)
        {
            Array.Fill(_heads, -1);
            return;
        }

        // What was many once must not cost every window for ever.
        _clearsWhileSparse = 0;
        Resize(SmallestCapacity);
        _heads = NewHeads(SmallestCapacity);
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
        var slot = Append(key, hash);
        if (Items.Length > _heads.Length)
            Rehash();
        else
            Link(slot);
        return slot;
    }

    private void Rehash()
    {
        _heads = NewHeads(Items.Length);
        for (var slot = 0; slot < Count; slot++)
            Link(slot);
    }

    private void Link(int slot)
    {
        ref var head = ref _heads[Items[slot].Hash & (_heads.Length - 1)];
        Items[slot].Next = head;
        head = slot;
    }
}
