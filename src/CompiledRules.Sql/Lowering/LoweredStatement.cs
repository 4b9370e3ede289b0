namespace CompiledRules.Sql.Lowering;

public abstract record LoweredStatement;

/// <summary>Gives a local its value.</summary>
public sealed record LoweredAssign(LoweredVariable Variable, LoweredExpression Value) : LoweredStatement;

public sealed record LoweredIf(LoweredExpression Condition, EquatableArray<LoweredStatement> Then) : LoweredStatement;

/// <summary>An expression evaluated for what it does.</summary>
public sealed record LoweredDo(LoweredExpression Expression) : LoweredStatement;

/// <summary>Remembers which part of the SQL runs, so that an error can name it.</summary>
/// <param name="Place">Index into the rule's places.</param>
public sealed record LoweredMark(LoweredExpression Context, int Place) : LoweredStatement;

/// <summary>A function of its parameters.</summary>
/// <param name="Locals">All variables of the body that are no parameters.</param>
/// <param name="Result">What it returns; null for none.</param>
public sealed record LoweredLambda(
    EquatableArray<LoweredVariable> Parameters,
    EquatableArray<LoweredVariable> Locals,
    EquatableArray<LoweredStatement> Body,
    LoweredExpression? Result)
{
    /// <summary>What a body that loops over a batch does before the first row; empty for lambdas that are called for each.</summary>
    public EquatableArray<LoweredStatement> Prolog { get; init; }
}
