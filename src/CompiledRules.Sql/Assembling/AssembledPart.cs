using CompiledRules.Sql.Lowering;

namespace CompiledRules.Sql.Assembling;

/// <summary>A part of what a rule is put together of: a back end makes it by calls of constructors, and decides nothing.</summary>
public abstract record AssembledPart;

/// <summary>A new object of the run time.</summary>
/// <param name="Type">The full name of its type, closed.</param>
/// <param name="Arguments">Those of its one public constructor.</param>
public sealed record AssembledObject(string Type, EquatableArray<AssembledPart> Arguments) : AssembledPart;

/// <summary>A function of the rule as a delegate of just its parameters and result.</summary>
/// <param name="Name">Says what it is for; unique in its rule.</param>
/// <param name="IsLoop">Whether it is a <c>RowLoop</c> over a batch, of which the lambda is the body for one row.</param>
public sealed record AssembledMethod(string Name, LoweredLambda Lambda, bool IsLoop = false) : AssembledPart;

/// <summary>A <c>MergeStates</c> of nested states, all of which merge.</summary>
/// <param name="StateType">The full name of the state.</param>
/// <param name="Count">How many states are nested in it.</param>
public sealed record AssembledMerge(string Name, string StateType, int Count) : AssembledPart;

/// <param name="Value">null, bool, int, long or string.</param>
public sealed record AssembledConstant(object? Value) : AssembledPart;

/// <summary>A member of an enum.</summary>
/// <param name="Type">The full name of the enum.</param>
public sealed record AssembledChoice(string Type, string Member) : AssembledPart;

/// <summary>A new array.</summary>
/// <param name="ItemType">The full name of the type of its items.</param>
/// <param name="IsImmutable">Whether it is an <c>ImmutableArray</c>.</param>
public sealed record AssembledArray(string ItemType, EquatableArray<AssembledPart> Items, bool IsImmutable = false) : AssembledPart;
