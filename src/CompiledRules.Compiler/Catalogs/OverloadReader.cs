using System.Reflection;
using CompiledRules.Sql;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Compiler.Catalogs;

/// <summary>Reads one way to call a function from the method or type that is its code.</summary>
internal static class OverloadReader
{
    public static FunctionOverload OfMethod(MethodInfo method, SqlFunctionAttribute function) => Of(
        method.DeclaringType!,
        method.Name,
        method.GetParameters(),
        ClrTypes.TypeOf(method.ReturnType),
        IsResultNullable(method)) with
    {
        Guard = Enum.Parse<GuardKind>(function.OnNull.ToString()),
        GuardsEmpty = function.GuardsEmpty,
        IsDeterministic = function.IsDeterministic,
        MinArguments = function.MinArguments,
        ArgumentsMultipleOf = function.HasEvenArguments ? 2 : 0,
    };

    // A null, or an empty array or object, gives null without a call.
    public static FunctionOverload OfTable(MethodInfo method) =>
        Of(method.DeclaringType!, method.Name, method.GetParameters(), SqlType.AnyArray, true) with { Guard = GuardKind.Null, GuardsEmpty = true };

    public static FunctionOverload OfAggregate(Type type, SqlAggregateAttribute aggregate)
    {
        var contract = type.GetInterfaces().First(static implemented => implemented.IsGenericType && implemented.Name.StartsWith("IAggregate`", StringComparison.Ordinal));
        var result = contract.GetGenericArguments()[^1];
        var parameters = type.GetMethod("Add", BindingFlags.Public | BindingFlags.Instance)!.GetParameters();
        return Of(type, null, parameters.Skip(aggregate.TakesRow ? 1 : 0), ClrTypes.TypeOf(result), ClrTypes.IsNullable(result) || !result.IsValueType) with
        {
            TakesNull = aggregate.TakesNull,
            TakesRow = aggregate.TakesRow,
            IsMergeable = Array.Exists(type.GetInterfaces(), static implemented => implemented.IsGenericType && implemented.GetGenericTypeDefinition() == typeof(IMergeable<>)),
        };
    }

    /// <summary>The first parameter of <c>Next</c> is no argument of SQL.</summary>
    public static FunctionOverload OfNext(Type type, MethodInfo next) =>
        Of(type, null, next.GetParameters().Skip(1), ClrTypes.TypeOf(next.ReturnType), IsResultNullable(next)) with { IsDeterministic = false };

    public static FunctionOverload WithoutArguments(Type type, SqlType result) =>
        Of(type, null, [], result, false) with { IsDeterministic = false };

    private static FunctionOverload Of(Type type, string? method, IEnumerable<ParameterInfo> parameters, SqlType result, bool isResultNullable)
    {
        var all = parameters.ToList();
        var takesContext = all.Count > 0 && all[0].ParameterType == typeof(FunctionContext);
        var arguments = all.Skip(takesContext ? 1 : 0).ToList();
        return new(
            type.FullName!,
            method,
            arguments.Select(ParameterOf).ToEquatableArray(),
            result,
            isResultNullable,
            GuardKind.None,
            TakesContext: takesContext,
            IsVariadic: arguments.Count > 0 && IsSpan(arguments[^1]));
    }

    private static ParameterSymbol ParameterOf(ParameterInfo parameter)
    {
        var attribute = parameter.GetCustomAttribute<SqlParameterAttribute>() ?? new();
        var isSpan = IsSpan(parameter);
        return new(
            parameter.Name!,
            isSpan ? SqlType.Any : ClrTypes.TypeOf(parameter.ParameterType),
            isSpan || ClrTypes.IsNullable(parameter),
            Enum.Parse<CoercionKind>(attribute.Coercion.ToString()),
            attribute.IsLiteral,
            parameter.HasDefaultValue,
            parameter.HasDefaultValue ? parameter.DefaultValue : null,
            attribute.Literals.Select(ClrTypes.KindOf).ToEquatableArray())
        {
            OneOf = attribute.OneOf.ToEquatableArray(),
            Minimum = attribute.Minimum,
            AtLeast = attribute.AtLeast,
            IsMetadata = attribute.IsMetadata,
        };
    }

    private static bool IsSpan(ParameterInfo parameter) => parameter.ParameterType == typeof(ReadOnlySpan<SqlValue>);

    private static bool IsResultNullable(MethodInfo method) => ClrTypes.IsNullable(method.ReturnParameter);
}
