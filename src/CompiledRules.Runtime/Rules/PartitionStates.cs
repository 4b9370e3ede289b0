using System.Runtime.CompilerServices;
using CompiledRules.Runtime.Aggregation;
using CompiledRules.State;

namespace CompiledRules.Runtime.Rules;

/// <summary>The states of one call with history by the number of their partition, which another call with the same partitions may have given.</summary>
public class PartitionStates<TState> : IStateful
    where TState : struct, IStateful
{
    private TState[] _states = new TState[16];
    private int _count;

    /// <summary>Makes the states of a call site before its first row.</summary>
    public static IStateful Create() => new PartitionStates<TState>();

    /// <summary>The states of a call site, of which <paramref name="slot"/> is one; replaced when they grow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TState[] Of(RuleContext context, int site, int slot)
    {
        var states = Unsafe.As<PartitionStates<TState>>(context.Site(site));
        return slot < states._count ? states._states : states.Grow(slot);
    }

    public virtual void Save(IStateWriter writer)
    {
        writer.Section("partitions", 2);
        writer.Write((long)_count);
        for (var slot = 0; slot < _count; slot++)
            _states[slot].Save(writer);
    }

    public virtual void Load(IStateReader reader)
    {
        reader.Section("partitions");
        var count = (int)reader.ReadInteger();
        for (var slot = 0; slot < count; slot++)
            Grow(slot)[slot].Load(reader);
    }

    private TState[] Grow(int slot)
    {
        if (slot >= _states.Length)
            Array.Resize(ref _states, Math.Max(slot + 1, _states.Length * 2));
        _count = slot + 1;
        return _states;
    }
}

/// <summary>The states of a call with history that numbers its partitions, for itself and for others that have the same.</summary>
public sealed class KeyedPartitionStates<TState, TKey, TComparer> : PartitionStates<TState>
    where TState : struct, IStateful
    where TComparer : struct, IKeyComparer<TKey>
{
    private readonly KeyIndex<TKey, TComparer> _index = new();

    /// <inheritdoc cref="PartitionStates{TState}.Create"/>
    public static new IStateful Create() => new KeyedPartitionStates<TState, TKey, TComparer>();

    /// <summary>The number of the partition of the row in hand.</summary>
    public static int SlotOf(RuleContext context, int site, TKey key) => Unsafe.As<KeyedPartitionStates<TState, TKey, TComparer>>(context.Site(site))._index.SlotOf(key);

    public override void Save(IStateWriter writer)
    {
        _index.Save(writer);
        base.Save(writer);
    }

    public override void Load(IStateReader reader)
    {
        _index.Load(reader);
        base.Load(reader);
    }
}
