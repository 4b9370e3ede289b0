using CompiledRules.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CompiledRules.Generators.Readers;

/// <summary>What the parameters and the result of a rule's method are for, by their types.</summary>
internal static class RuleParameters
{
    private static readonly HashSet<string> s_lists = ["List", "IReadOnlyList", "IReadOnlyCollection", "IEnumerable", "IList", "ICollection"];

    /// <summary>The form that a result makes a rule, and the type of its rows; null where it is none of a rule.</summary>
    public static (RuleForm Form, ITypeSymbol Row)? ResultOf(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { Name: "IObservable", TypeArguments: [var row] } when IsIn(type, "System") => (RuleForm.Pushed, row),
        INamedTypeSymbol { Name: "IAsyncEnumerable", TypeArguments: [var row] } when IsIn(type, "System.Collections.Generic") => (RuleForm.Pulled, row),
        INamedTypeSymbol { TypeArguments: [var row] } when s_lists.Contains(type.Name) && IsIn(type, "System.Collections.Generic") => (RuleForm.Batch, row),
        _ => null,
    };

    /// <summary>The type of the rows of a stream in a rule of a form; null for another parameter.</summary>
    public static ITypeSymbol? StreamOf(ITypeSymbol type, RuleForm form) => (type, form) switch
    {
        (INamedTypeSymbol { Name: "ReadOnlySpan", TypeArguments: [var row] }, RuleForm.Batch) when IsIn(type, "System") => row,
        (_, RuleForm.Pushed or RuleForm.Pulled) when ResultOf(type) is { } found && found.Form == form => found.Row,
        _ => null,
    };

    /// <summary>The type of the rows of a table; null for another parameter.</summary>
    public static ITypeSymbol? TableOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => array.ElementType,
        INamedTypeSymbol { TypeArguments: [var row] } when s_lists.Contains(type.Name) && IsIn(type, "System.Collections.Generic") => row,
        _ => null,
    };

    public static bool IsTime(IParameterSymbol parameter) => SqlTypes.NameOf(parameter.Type) == "System.TimeProvider";

    public static bool IsScheduler(IParameterSymbol parameter) => SqlTypes.NameOf(parameter.Type) == "System.Reactive.Concurrency.IScheduler";

    public static bool IsErrors(IParameterSymbol parameter) => SqlTypes.NameOf(parameter.Type) == "System.Action<CompiledRules.Runtime.Rules.RowError>";

    private static bool IsIn(ITypeSymbol type, string @namespace) => type.ContainingNamespace?.ToDisplayString() == @namespace;
}
