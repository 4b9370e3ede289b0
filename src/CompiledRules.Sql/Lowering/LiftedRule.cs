namespace CompiledRules.Sql.Lowering;

/// <summary>A rule whose constants stand beside it: equal for rules of one shape.</summary>
/// <param name="Rule">Has no places, since they differ from text to text, and no functions of other processes, which code knows by number.</param>
/// <param name="Integers">Constants of type bigint, in the order in which <paramref name="Rule"/> numbers them.</param>
/// <param name="Floats">Constants of type float.</param>
/// <param name="Objects">Strings, and values that a static call makes of constants.</param>
/// <param name="Values">Constants that are compared with values of any kind.</param>
public sealed record LiftedRule(
    LoweredRule Rule,
    EquatableArray<LoweredExpression> Integers,
    EquatableArray<LoweredExpression> Floats,
    EquatableArray<LoweredExpression> Objects,
    EquatableArray<LoweredExpression> Values);
