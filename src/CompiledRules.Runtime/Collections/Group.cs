using CompiledRules.State;

namespace CompiledRules.Runtime.Collections;

/// <summary>A group: its key, the aggregates over its units, and the first of them where a column is read that is neither.</summary>
/// <remarks>Fields, so that aggregates are changed in place. A copy shares what aggregates refer to: only results are to be read of it.</remarks>
/// <typeparam name="TFirst">The units, or <see cref="NoRow"/> where nothing of them is read.</typeparam>
public struct Group<TFirst, TKey, TState>
    where TState : struct, IStateful
{
    public TState State;
    public TKey Key;

    /// <summary>Not to be used while <see cref="IsEmpty"/>.</summary>
    public TFirst First;

    /// <summary>Whether the group stands for a collection without units.</summary>
    public bool IsEmpty;

    internal int Hash;
    internal int Next;
}

/// <summary>Stands where rows are not kept.</summary>
public readonly struct NoRow;
