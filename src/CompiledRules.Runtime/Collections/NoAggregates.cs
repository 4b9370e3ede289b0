using CompiledRules.State;

namespace CompiledRules.Runtime.Collections;

/// <summary>The end of <see cref="AggregateStates{THead, TTail}"/>.</summary>
public struct NoAggregates : IStateful
{
    public readonly void Save(IStateWriter writer)
    {
    }

    public readonly void Load(IStateReader reader)
    {
    }
}
