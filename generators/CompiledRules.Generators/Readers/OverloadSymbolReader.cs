using CompiledRules.Sql;
using CompiledRules.Sql.Symbols;
using Microsoft.CodeAnalysis;

namespace CompiledRules.Generators.Readers;

/// <summary>Reads one way to call a function from the method or type that is its code. Null where a type in it is none of SQL.</summary>
internal static class OverloadSymbolReader
{
    public static FunctionOverload? OfMethod(IMethodSymbol method, AttributeData attribute)
    {
        var overload = Of(method.ContainingType, method.Name, method.Parameters, SqlTypes.Find(method.ReturnType), IsResultNullable(method));
        return overload is null ? null : WithAttribute(overload, attribute);
    }

    /// <param name="result">What the task ends with.</param>
    /// <param name="takesCancellation">Whether the last parameter is a token, which is no argument of SQL.</param>
    public static FunctionOverload? OfAsync(IMethodSymbol method, AttributeData attribute, ITypeSymbol result, bool takesCancellation)
    {
        var parameters = method.Parameters.Take(method.Parameters.Length - (takesCancellation ? 1 : 0));
        var overload = Of(method.ContainingType, method.Name, parameters, SqlTypes.Find(result), SqlTypes.IsNullable(result, result.NullableAnnotation));
        return overload is null ? null : WithAttribute(overload, attribute);
    }

    /// <summary>What a method gives that does not give it at once; null for any other.</summary>
    public static ITypeSymbol? AwaitedBy(ITypeSymbol type) =>
        type is INamedTypeSymbol { Name: "ValueTask", TypeArguments: [var result] } task && task.ContainingNamespace.ToDisplayString() == "System.Threading.Tasks" ? result : null;

    public static FunctionOverload? OfTable(IMethodSymbol method)
    {
        var overload = Of(method.ContainingType, method.Name, method.Parameters, SqlType.AnyArray, true);
        return overload is null ? null : overload with { Guard = GuardKind.Null, GuardsEmpty = true };
    }

    public static FunctionOverload? OfAggregate(INamedTypeSymbol type, AttributeData attribute)
    {
        var contract = type.AllInterfaces.FirstOrDefault(static implemented => implemented.Name == "IAggregate" && implemented.TypeArguments.Length > 0);
        var add = type.GetMembers("Add").OfType<IMethodSymbol>().FirstOrDefault();
        if (contract is null || add is null)
            return null;

        var result = contract.TypeArguments[contract.TypeArguments.Length - 1];
        var takesRow = attribute.Value("TakesRow", false);
        var isNullable = !result.IsValueType || SqlTypes.IsNullable(result, result.NullableAnnotation);
        var overload = Of(type, null, add.Parameters.Skip(takesRow ? 1 : 0), SqlTypes.Find(result), isNullable);
        return overload is null ? null : overload with
        {
            TakesNull = attribute.Value("TakesNull", false),
            TakesRow = takesRow,
            IsMergeable = type.AllInterfaces.Any(static implemented => implemented.Name == "IMergeable"),
        };
    }

    /// <summary>The first parameter of <c>Next</c> is no argument of SQL.</summary>
    public static FunctionOverload? OfNext(INamedTypeSymbol type, IMethodSymbol next, AttributeData attribute)
    {
        var overload = Of(type, null, next.Parameters.Skip(1), SqlTypes.Find(next.ReturnType), IsResultNullable(next));
        return overload is null ? null : overload with { IsDeterministic = false, MinArguments = attribute.Value("MinArguments", 0) };
    }

    public static FunctionOverload? WithoutArguments(INamedTypeSymbol type, SqlType? result)
    {
        var overload = Of(type, null, [], result, false);
        return overload is null ? null : overload with { IsDeterministic = false };
    }

    private static FunctionOverload WithAttribute(FunctionOverload overload, AttributeData attribute) => overload with
    {
        Guard = attribute.EnumValue("OnNull", GuardKind.Null),
        GuardsEmpty = attribute.Value("GuardsEmpty", false),
        IsDeterministic = attribute.Value("IsDeterministic", true),
        MinArguments = attribute.Value("MinArguments", 0),
        ArgumentsMultipleOf = attribute.Value("HasEvenArguments", false) ? 2 : 0,
    };

    private static FunctionOverload? Of(INamedTypeSymbol type, string? method, IEnumerable<IParameterSymbol> parameters, SqlType? result, bool isResultNullable)
    {
        var all = parameters.ToList();
        var takesContext = all.Count > 0 && SqlTypes.NameOf(all[0].Type) == "CompiledRules.FunctionContext";
        var arguments = all.Skip(takesContext ? 1 : 0).ToList();
        if (result is null || arguments.Exists(static argument => !IsSpan(argument) && SqlTypes.Find(argument.Type) is null))
            return null;

        return new(
            SqlTypes.NameOf(type),
            method,
            arguments.Select(ParameterOf).ToEquatableArray(),
            result,
            isResultNullable,
            GuardKind.None,
            TakesContext: takesContext,
            IsVariadic: arguments.Count > 0 && IsSpan(arguments[arguments.Count - 1]));
    }

    private static ParameterSymbol ParameterOf(IParameterSymbol parameter)
    {
        var attribute = parameter.Find("SqlParameterAttribute");
        var isSpan = IsSpan(parameter);
        return new(
            parameter.Name,
            isSpan ? SqlType.Any : SqlTypes.Find(parameter.Type)!,
            isSpan || SqlTypes.IsNullable(parameter.Type, parameter.NullableAnnotation),
            attribute.EnumValue("Coercion", CoercionKind.SameKind),
            attribute.Value("IsLiteral", false),
            parameter.HasExplicitDefaultValue,
            parameter.HasExplicitDefaultValue ? parameter.ExplicitDefaultValue : null,
            attribute.Values<byte>("Literals").Select(KindOf).ToEquatableArray())
        {
            OneOf = attribute.Values<string>("OneOf").ToEquatableArray(),
            Minimum = attribute.Value("Minimum", long.MinValue),
            AtLeast = attribute.Value<string?>("AtLeast", null),
            IsMetadata = attribute.Value("IsMetadata", false),
        };
    }

    // The numbers of CompiledRules.SqlKind.
    private static SqlTypeKind KindOf(byte kind) => kind switch
    {
        2 => SqlTypeKind.Boolean,
        3 => SqlTypeKind.BigInt,
        4 => SqlTypeKind.Float,
        5 => SqlTypeKind.String,
        6 => SqlTypeKind.Bytea,
        7 => SqlTypeKind.DateTime,
        8 => SqlTypeKind.Array,
        9 => SqlTypeKind.Struct,
        _ => SqlTypeKind.Null,
    };

    public static bool IsSpan(IParameterSymbol parameter) => SqlTypes.NameOf(parameter.Type) == "System.ReadOnlySpan<CompiledRules.SqlValue>";

    private static bool IsResultNullable(IMethodSymbol method) => SqlTypes.IsNullable(method.ReturnType, method.ReturnNullableAnnotation);
}
