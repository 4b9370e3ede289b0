using CompiledRules.Sql;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Generators.Model;

/// <summary>One marked method or type: a way to call a function, or several where a type has several methods <c>Next</c>.</summary>
/// <param name="Names">The name and its aliases.</param>
/// <param name="Code">Of the type that holds or is the code, as C# writes it.</param>
/// <param name="IsAsync">Whether the method returns a task of the result.</param>
/// <param name="TakesCancellation">Whether the method's last parameter is a token.</param>
internal sealed record PluginCodeSpec(
    EquatableArray<string> Names, FunctionKind Kind, EquatableArray<FunctionOverload> Overloads, string Code, string Summary, bool IsAsync = false, bool TakesCancellation = false);

/// <summary>A function with all its overloads, in the order of declaration.</summary>
internal sealed record PluginFunctionSpec(string Name, FunctionKind Kind, EquatableArray<PluginCodeSpec> Codes)
{
    public string Summary => Codes.Select(static code => code.Summary).FirstOrDefault(static summary => summary.Length > 0) ?? "";

    public IEnumerable<(FunctionOverload Overload, PluginCodeSpec Code)> Overloads => Codes.SelectMany(static code => code.Overloads.Select(overload => (overload, code)));

    public bool IsAsync => Codes[0].IsAsync;

    /// <summary>Whether it is called with values: other forms are only code that a rule is compiled with.</summary>
    public bool IsCallable => Kind is FunctionKind.Scalar or FunctionKind.Table;
}
