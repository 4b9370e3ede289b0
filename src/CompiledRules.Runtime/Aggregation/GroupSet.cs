using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Windows;
using CompiledRules.State;

namespace CompiledRules.Runtime.Aggregation;

/// <summary>Groups by key that are filled, read and emptied again and again; their objects are kept, so that in steady state nothing is allocated.</summary>
/// <param name="codec">How the first unit of a group is saved.</param>
/// <param name="keepsGroups">Whether groups that were handed on must stay as they are; then new objects take their place.</param>
public sealed class GroupSet<TUnit, TKey, TComparer, TState>(IRowCodec<TUnit> codec, bool keepsGroups = false)
    where TComparer : struct, IEqualityComparer<TKey>
    where TState : struct, IStateful
{
    private readonly GroupTable<TKey, Group<TUnit, TState>?, TComparer> _table = new();

    public int Count => _table.Count;

    /// <summary>In the order in which their first units came.</summary>
    public ReadOnlySpan<Group<TUnit, TState>> Groups => _table.States.AsSpan(0, _table.Count)!;

    public TKey KeyOf(int index) => _table.KeyOf(index);

    public Group<TUnit, TState> Of(TKey key)
    {
        var slot = _table.SlotOf(key, out var isNew);
        ref var group = ref _table.States[slot];
        if (group is null || (isNew && keepsGroups))
            group = new Group<TUnit, TState>();
        else if (isNew)
            group.Reset();
        return group;
    }

    public void Clear() => _table.Clear();

    public void Save(IStateWriter writer)
    {
        writer.Write((long)Count);
        for (var i = 0; i < Count; i++)
        {
            GroupKey.Write(writer, KeyOf(i));
            codec.Write(writer, Groups[i].First);
            Groups[i].State.Save(writer);
        }
    }

    public void Load(IStateReader reader)
    {
        Clear();
        var count = reader.ReadInteger();
        for (var i = 0L; i < count; i++)
        {
            var group = Of(GroupKey.Read<TKey>(reader));
            (group.First, group.IsEmpty) = (codec.Read(reader), false);
            group.State.Load(reader);
        }
    }
}
