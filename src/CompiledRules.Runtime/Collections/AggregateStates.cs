using CompiledRules.State;

namespace CompiledRules.Runtime.Collections;

/// <summary>The states of several aggregates in one struct, nested, so that none is boxed and calls are direct.</summary>
public struct AggregateStates<THead, TTail> : IStateful
    where THead : struct, IStateful
    where TTail : struct, IStateful
{
    public THead Head;
    public TTail Tail;

    public void Save(IStateWriter writer)
    {
        Head.Save(writer);
        Tail.Save(writer);
    }

    public void Load(IStateReader reader)
    {
        Head.Load(reader);
        Tail.Load(reader);
    }
}
