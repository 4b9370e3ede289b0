namespace CompiledRules.Runtime.Collections;

/// <summary>The end of <see cref="AggregateStates{THead, TTail}"/>.</summary>
public struct NoAggregates;
