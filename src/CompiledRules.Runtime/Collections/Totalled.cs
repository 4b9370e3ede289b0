using CompiledRules.State;

namespace CompiledRules.Runtime.Collections;

/// <summary>A unit of a collection and the aggregates over all of it.</summary>
public sealed class Totalled<TUnit, TState>(TUnit unit, Total<TState> total)
    where TState : struct, IStateful
{
    public TUnit Unit { get; } = unit;

    public Total<TState> Total { get; } = total;
}

/// <summary>The aggregates over a collection.</summary>
public sealed class Total<TState>
    where TState : struct, IStateful
{
    public TState State;
}
