namespace CompiledRules.Runtime.Collections;

/// <summary>The states of several aggregates in one struct, nested, so that none is boxed and calls are direct.</summary>
public struct AggregateStates<THead, TTail>
    where THead : struct
    where TTail : struct
{
    public THead Head;
    public TTail Tail;
}
