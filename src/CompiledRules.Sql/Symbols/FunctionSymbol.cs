namespace CompiledRules.Sql.Symbols;

public enum FunctionKind
{
    /// <summary>Row to value.</summary>
    Scalar,

    /// <summary>Group to value.</summary>
    Aggregate,

    /// <summary>Row and history to value: <c>lag</c>, <c>acc_sum</c>.</summary>
    Analytic,

    /// <summary>Row to rows: <c>unnest</c>.</summary>
    Table,

    /// <summary>Row to several columns: <c>changed_cols</c>.</summary>
    MultiColumn,

    /// <summary>Row and its place in a collection to value: <c>row_number</c>.</summary>
    Window,

    /// <summary>Counts or times the hits of a condition: <c>last_hit_count</c>.</summary>
    HitState,
}

/// <summary>A function by name: built-in, native, portable and external ones alike.</summary>
/// <param name="Overloads">In the order in which they are tried; at least one.</param>
/// <param name="IsBuiltIn">Built-ins are found whatever the case of the name.</param>
public sealed record FunctionSymbol(
    string Name, FunctionKind Kind, EquatableArray<FunctionOverload> Overloads, bool IsBuiltIn = true);

/// <summary>One way to call a function.</summary>
/// <param name="DeclaringType">Full name of the C# type that holds the method, or of the aggregate's or analytic's own type.</param>
/// <param name="Method">The static method; null for aggregates and analytic functions, whose type is their code.</param>
/// <param name="TakesContext">Whether a <c>FunctionContext</c> comes first.</param>
/// <param name="IsVariadic">Whether the last parameter takes any number of further arguments, also none.</param>
public sealed record FunctionOverload(
    string DeclaringType,
    string? Method,
    EquatableArray<ParameterSymbol> Parameters,
    SqlType Result,
    bool IsResultNullable,
    GuardKind Guard,
    bool GuardsEmpty = false,
    bool IsDeterministic = true,
    bool TakesContext = false,
    bool IsVariadic = false,
    bool TakesNull = false)
{
    /// <summary>Fewest and most arguments and the unit in which they come, where the parameters alone do not say it; 0 means not restricted.</summary>
    public int MinArguments { get; init; }

    public int MaxArguments { get; init; }

    public int ArgumentsMultipleOf { get; init; }
}

/// <param name="IsOptional">Whether the argument may be left out; the method's own default stands in.</param>
/// <param name="Default">That default: null, bool, long, double or string.</param>
/// <param name="Literals">For a literal argument: the accepted kinds, empty for those of <paramref name="Type"/>.</param>
public sealed record ParameterSymbol(
    string Name,
    SqlType Type,
    bool IsNullable,
    CoercionKind Coercion = CoercionKind.SameKind,
    bool IsLiteral = false,
    bool IsOptional = false,
    object? Default = null,
    EquatableArray<SqlTypeKind> Literals = default);

/// <summary>Mirrors <c>CompiledRules.NullGuard</c>, which this assembly cannot reference.</summary>
public enum GuardKind
{
    Null,
    None,
    False,
    Zero,
    MinusOne,
}

/// <summary>Mirrors <c>CompiledRules.Coercion</c>, which this assembly cannot reference.</summary>
public enum CoercionKind
{
    SameKind,
    Strict,
    Text,
}
