using System.Runtime.CompilerServices;
using CompiledRules.Runtime.Collections;
using CompiledRules.State;

namespace CompiledRules.Runtime.Aggregation;

/// <summary>The groups of the open pane of overlapping windows, over an index of keys that all panes share: closed panes combine without looking a key up.</summary>
public sealed class PaneSet<TFirst, TKey, TComparer, TState> : GroupArray<TFirst, TKey, TComparer, TState>
    where TComparer : struct, IKeyComparer<TKey>
    where TState : struct, IStateful
{
    private KeyIndex<TKey, TComparer> _index = new();
    private Mark[] _marks = new Mark[SmallestCapacity];
    private int _pane = 1;

    /// <summary>How many keys the index holds; more than the panes have where keys came and went.</summary>
    public int Known => _index.Count;

    public override int SlotOf(TKey key)
    {
        var slot = _index.SlotOf(key);
        var marks = _marks;
        return (uint)slot < (uint)marks.Length && marks[slot].Pane == _pane ? marks[slot].Item : Add(key, slot);
    }

    public override void Clear()
    {
        base.Clear();
        _pane++;
    }

    /// <summary>Goes on with the next pane.</summary>
    /// <param name="spare">An array to use again.</param>
    public void Open(Group<TFirst, TKey, TState>[] spare)
    {
        Replace(spare);
        _pane++;
    }

    /// <summary>Forgets all keys but those of the groups at hand.</summary>
    /// <param name="closed">The panes closed before; their groups get new numbers.</param>
    public void Reindex(IEnumerable<ArraySegment<Group<TFirst, TKey, TState>>> closed)
    {
        _index = new();
        foreach (var pane in closed)
        {
            foreach (ref var group in pane.AsSpan())
                group.Hash = _index.SlotOf(group.Key);
        }

        _pane++;
        for (var i = 0; i < Count; i++)
            MarkItem(Items[i].Hash = _index.SlotOf(Items[i].Key), i);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Add(TKey key, int slot)
    {
        var item = Append(key, slot);
        MarkItem(slot, item);
        return item;
    }

    private void MarkItem(int slot, int item)
    {
        if (slot >= _marks.Length)
            Array.Resize(ref _marks, Math.Max(slot + 1, _marks.Length * 2));
        _marks[slot] = new Mark(_pane, item);
    }

    private readonly record struct Mark(int Pane, int Item);
}
