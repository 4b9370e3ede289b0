using CompiledRules.State;

namespace CompiledRules.Runtime.Collections;

/// <summary>A unit of a collection and the aggregates over all of it.</summary>
public sealed class Totalled<TUnit, TState>(TUnit unit, Group<TUnit, TState> total)
    where TState : struct, IStateful
{
    public TUnit Unit { get; } = unit;

    public Group<TUnit, TState> Total { get; } = total;
}
