using CompiledRules.Runtime.Rules;

namespace CompiledRules.Runtime.Calls;

/// <summary>A call of a function of another process for each unit.</summary>
/// <param name="Function">Its number among those of the rule.</param>
/// <param name="Condition">Whether it is made; null for always.</param>
/// <param name="Arguments">Gives what it is called with.</param>
/// <param name="Place">Index of the call among the rule's places.</param>
public sealed record UnitCall<TUnit>(
    int Function, Func<TUnit, RuleContext, bool>? Condition, Func<TUnit, RuleContext, SqlValue[]> Arguments, int Place);
