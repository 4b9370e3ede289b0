namespace CompiledRules.Sql.Lowering;

/// <summary>An operation whose meaning is that of C#, not of SQL: a back end translates it and decides nothing.</summary>
public abstract record LoweredExpression(LoweredType Type);

/// <param name="Value">null, bool, long, double, int or string.</param>
public sealed record LoweredConstant(LoweredType Type, object? Value) : LoweredExpression(Type);

/// <summary>A value made by a static call when the rule is compiled and kept for its life: a compiled pattern, an array of names.</summary>
public sealed record LoweredSingleton(LoweredType Type, string DeclaringType, string Method, EquatableArray<LoweredExpression> Arguments) : LoweredExpression(Type);

/// <summary>A parameter or local of the lambda.</summary>
/// <param name="Name">Unique within its lambda.</param>
public sealed record LoweredVariable(LoweredType Type, string Name) : LoweredExpression(Type);

/// <summary>A property or field.</summary>
public sealed record LoweredMember(LoweredType Type, LoweredExpression Target, string Name) : LoweredExpression(Type);

/// <summary>One value of a row of slots.</summary>
public sealed record LoweredSlot(LoweredExpression Row, int Slot) : LoweredExpression(LoweredType.Value);

/// <summary>An element of an array, which is changed in place where it is a struct.</summary>
public sealed record LoweredElement(LoweredType Type, LoweredExpression Array, LoweredExpression Index) : LoweredExpression(Type);

/// <summary>A call of the static method whose parameters have exactly the types of <paramref name="Arguments"/>.</summary>
public sealed record LoweredCall(LoweredType Type, string DeclaringType, string Method, EquatableArray<LoweredExpression> Arguments) : LoweredExpression(Type);

/// <summary>A call on an object or struct; a struct that is a field or variable is called in place.</summary>
public sealed record LoweredInstanceCall(LoweredType Type, LoweredExpression Target, string Method, EquatableArray<LoweredExpression> Arguments)
    : LoweredExpression(Type);

public enum LoweredBinaryOperator
{
    Add,
    Subtract,
    Multiply,
    BitAnd,
    BitOr,
    BitXor,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,

    /// <summary>Evaluates the right side only when the left is true.</summary>
    And,

    /// <summary>Evaluates the right side only when the left is false.</summary>
    Or,
}

/// <summary>The operator of C# on two values of one primitive type, neither null; integers wrap.</summary>
public sealed record LoweredBinary(LoweredType Type, LoweredBinaryOperator Operator, LoweredExpression Left, LoweredExpression Right) : LoweredExpression(Type);

public sealed record LoweredNot(LoweredExpression Operand) : LoweredExpression(LoweredType.Boolean);

public sealed record LoweredNegate(LoweredExpression Operand) : LoweredExpression(Operand.Type);

/// <summary>Both results have the type of the whole.</summary>
public sealed record LoweredConditional(LoweredExpression Test, LoweredExpression Then, LoweredExpression Else) : LoweredExpression(Then.Type);

/// <summary>Whether a value is null; for a <see cref="LoweredKind.Value"/>, null or missing.</summary>
public sealed record LoweredNullTest(LoweredExpression Operand) : LoweredExpression(LoweredType.Boolean);

/// <summary>A change of representation without a check: to and from the nullable form (a null has been ruled out), integer to float, anything to <see cref="LoweredKind.Value"/>, between numeric types of C#.</summary>
public sealed record LoweredConvert(LoweredExpression Operand, LoweredType Type) : LoweredExpression(Type);

/// <summary>Evaluates <paramref name="Value"/> once and gives it a name in <paramref name="Body"/>.</summary>
public sealed record LoweredLet(LoweredVariable Variable, LoweredExpression Value, LoweredExpression Body) : LoweredExpression(Body.Type);

/// <summary>A value that is computed at most once per run of the lambda, and only when it is asked for.</summary>
/// <param name="IsDone">A local that the lambda's first statements set to false.</param>
public sealed record LoweredOnce(LoweredVariable Variable, LoweredVariable IsDone, LoweredExpression Value) : LoweredExpression(Value.Type);

/// <summary>A new array of <see cref="LoweredKind.Value"/> elements, or a span over one.</summary>
public sealed record LoweredNewArray(LoweredType Type, EquatableArray<LoweredExpression> Items) : LoweredExpression(Type);

/// <summary>A new object of a C# type: constructor arguments in order, then members.</summary>
public sealed record LoweredNew(LoweredType Type, EquatableArray<LoweredExpression> Arguments, EquatableArray<LoweredInitializer> Members) : LoweredExpression(Type);

public sealed record LoweredInitializer(string Member, LoweredExpression Value);

/// <summary>A row error; stands as one arm of a conditional.</summary>
/// <param name="Exception">Creates the exception.</param>
public sealed record LoweredThrow(LoweredType Type, LoweredExpression Exception) : LoweredExpression(Type);
