using System.Collections.Immutable;

namespace CompiledRules.Plugins;

/// <summary>A function as its assembly declares it.</summary>
/// <param name="Name">As SQL writes it; aliases are functions of their own.</param>
/// <param name="Overloads">In the order in which they are tried; at least one.</param>
public sealed record FunctionDeclaration(string Name, FunctionForm Form, ImmutableArray<OverloadDeclaration> Overloads)
{
    /// <summary>The summary of the XML documentation as plain text; empty where there is none.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Calls a scalar or table function; null for other forms and for asynchronous functions.</summary>
    public FunctionCall? Call { get; init; }

    /// <summary>Calls an asynchronous function; null for others.</summary>
    public AsyncFunctionCall? CallAsync { get; init; }
}

public enum FunctionForm
{
    /// <summary>Row to value.</summary>
    Scalar,

    /// <summary>Group to value.</summary>
    Aggregate,

    /// <summary>Row and history to value.</summary>
    Analytic,

    /// <summary>Row to rows.</summary>
    Table,

    /// <summary>Row to several columns.</summary>
    Columns,

    /// <summary>Row and its place among the rows emitted together to value.</summary>
    Window,

    /// <summary>Counts or times the hits of a condition.</summary>
    Hit,
}

/// <summary>One way to call a function.</summary>
/// <param name="Code">The type that holds the method, or that is the code.</param>
/// <param name="Method">The static method; null for forms whose type is the code.</param>
/// <param name="Result">Null for any kind.</param>
public sealed record OverloadDeclaration(Type Code, string? Method, ImmutableArray<ParameterDeclaration> Parameters, SqlKind? Result)
{
    public bool IsResultNullable { get; init; }

    public NullGuard OnNull { get; init; } = NullGuard.None;

    public bool GuardsEmpty { get; init; }

    public bool IsDeterministic { get; init; } = true;

    /// <summary>Whether a <see cref="FunctionContext"/> comes first.</summary>
    public bool TakesContext { get; init; }

    /// <summary>Whether the last parameter takes any number of further arguments, also none.</summary>
    public bool IsVariadic { get; init; }

    /// <summary>Whether the result comes later.</summary>
    public bool IsAsync { get; init; }

    /// <summary>For an aggregate: whether null values are added too.</summary>
    public bool TakesNull { get; init; }

    /// <summary>For an aggregate: whether it gets the row before the arguments.</summary>
    public bool TakesRow { get; init; }

    /// <summary>For an aggregate: whether its partial results combine.</summary>
    public bool IsMergeable { get; init; }

    /// <summary>The fewest arguments, where the parameters alone do not say it; 0 means not restricted.</summary>
    public int MinArguments { get; init; }

    public bool HasEvenArguments { get; init; }
}

/// <param name="Kind">Null for any kind.</param>
public sealed record ParameterDeclaration(string Name, SqlKind? Kind)
{
    public bool IsNullable { get; init; }

    /// <summary>Whether the argument may be left out; <see cref="Default"/> stands in.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Null, bool, long, double or string.</summary>
    public object? Default { get; init; }

    public Coercion Coercion { get; init; }

    public bool IsLiteral { get; init; }

    public ImmutableArray<SqlKind> Literals { get; init; } = [];

    public ImmutableArray<string> OneOf { get; init; } = [];

    public long Minimum { get; init; } = long.MinValue;

    public string? AtLeast { get; init; }

    public bool IsMetadata { get; init; }
}

/// <summary>Calls a function with values: chooses the overload, applies the rules of nulls and converts, as a compiled rule does.</summary>
/// <exception cref="SqlException">No overload takes the arguments, or the function refuses them.</exception>
public delegate SqlValue FunctionCall(FunctionContext context, ReadOnlySpan<SqlValue> arguments);

/// <summary>Begins a call with values; a <see cref="FunctionCall"/> whose result comes later.</summary>
/// <remarks>The arguments are read before the call returns.</remarks>
/// <exception cref="SqlException">No overload takes the arguments; what the function itself refuses is the failure of the task.</exception>
public delegate ValueTask<SqlValue> AsyncFunctionCall(FunctionContext context, ReadOnlySpan<SqlValue> arguments, CancellationToken cancellation);
