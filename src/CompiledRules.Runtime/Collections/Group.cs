using CompiledRules.State;

namespace CompiledRules.Runtime.Collections;

/// <summary>A group: the aggregates over its units and the first of them, which stands for the columns that are not aggregated.</summary>
/// <remarks>The state is a field, so that aggregates are changed in place.</remarks>
public sealed class Group<TUnit, TState>
    where TState : struct, IStateful
{
    public TState State;

    /// <summary>Not to be used while <see cref="IsEmpty"/>.</summary>
    public TUnit First = default!;

    public bool IsEmpty = true;

    /// <summary>Makes the group a new one.</summary>
    public void Reset()
    {
        State = default;
        First = default!;
        IsEmpty = true;
    }
}
