using System.Collections.Immutable;

namespace CompiledRules.Portable.Sdk;

/// <summary>Computes one value.</summary>
/// <param name="arguments">Valid during the call.</param>
/// <param name="context">The function's state, and who calls.</param>
public delegate SqlValue PluginFunctionBody(ReadOnlySpan<SqlValue> arguments, PluginFunctionContext context);

/// <summary>A function and what is declared about it.</summary>
/// <param name="Parameters">SQL type names, <c>any</c> where open; null for any number of arguments.</param>
/// <param name="Result">A SQL type name, or <c>any</c>.</param>
public sealed record PluginFunction(string Name, ImmutableArray<string>? Parameters, string Result, PluginFunctionBody Body)
{
    /// <summary>Whether arguments are arrays of a group's values.</summary>
    public bool IsAggregate { get; init; }

    /// <summary>Whether the host may call again for a row whose process died.</summary>
    public bool IsRetried { get; init; } = true;

    internal string Validate(int arguments) =>
        Parameters is { } parameters && parameters.Length != arguments ? $"Expect {parameters.Length} arguments but found {arguments}." : "";

    internal SqlValue Call(ReadOnlySpan<SqlValue> arguments, PluginFunctionContext context) =>
        Validate(arguments.Length) is { Length: > 0 } error ? throw new SqlException(error) : Body(arguments, context);

    internal SqlObject Describe()
    {
        var described = new SqlObject.Builder { ["returns"] = Result, ["aggregate"] = IsAggregate, ["retry"] = IsRetried };
        if (Parameters is { } parameters)
            described["args"] = SqlArray.Create([.. parameters.Select(static name => SqlValue.From(name))]);
        return described.ToObject();
    }
}
