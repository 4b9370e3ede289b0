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
    string Name, FunctionKind Kind, EquatableArray<FunctionOverload> Overloads, bool IsBuiltIn = true)
{
    /// <summary>Set for a function whose body runs in another process: calls of it are steps of the plan, not expressions.</summary>
    public RemoteSymbol? Remote { get; init; }

    /// <summary>A function of another process: it takes any number of arguments, and says itself which calls it accepts.</summary>
    /// <param name="result">What is known of its result; <see cref="SqlType.Any"/> for nothing.</param>
    public static FunctionSymbol OfRemote(string name, SqlType result, bool isDeterministic, RemoteSymbol remote)
    {
        var overload = new FunctionOverload(
            "", null, [new ParameterSymbol("arguments", SqlType.Any, true)], result, true, GuardKind.None, IsDeterministic: isDeterministic, IsVariadic: true);
        return new FunctionSymbol(name, FunctionKind.Scalar, [overload], IsBuiltIn: false) { Remote = remote };
    }
}

/// <summary>One way to call a function.</summary>
/// <param name="DeclaringType">Full name of the C# type that holds the method, or of the aggregate's or analytic's own type.</param>
/// <param name="Method">The static method; null for aggregates and analytic functions, whose type is their code.</param>
/// <param name="TakesContext">Whether a <c>FunctionContext</c> comes first.</param>
/// <param name="IsVariadic">Whether the last parameter takes any number of further arguments, also none.</param>
/// <param name="TakesNull">For an aggregate: whether null values are added too; otherwise the rule skips them.</param>
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
    /// <summary>The fewest arguments, where the parameters alone do not say it; 0 means not restricted.</summary>
    public int MinArguments { get; init; }

    /// <summary>The unit in which arguments come, such as 2 for pairs; 0 means not restricted.</summary>
    public int ArgumentsMultipleOf { get; init; }

    /// <summary>For an aggregate: whether it gets the whole row, as an object, before the arguments. The binder puts it there.</summary>
    public bool TakesRow { get; init; }

    /// <summary>For an aggregate: whether its partial results combine.</summary>
    public bool IsMergeable { get; init; }
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
    EquatableArray<SqlTypeKind> Literals = default)
{
    /// <summary>The only values of a string literal; empty for any.</summary>
    public EquatableArray<string> OneOf { get; init; }

    /// <summary>The least value of a number literal.</summary>
    public long Minimum { get; init; } = long.MinValue;

    /// <summary>Another parameter, which a literal here must not be below where that one is a literal too.</summary>
    public string? AtLeast { get; init; }

    /// <summary>Whether names in the argument are those of metadata keys, not of columns.</summary>
    public bool IsMetadata { get; init; }
}

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
