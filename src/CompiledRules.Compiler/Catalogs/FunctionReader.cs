using System.Reflection;
using CompiledRules.Functions;
using CompiledRules.Sql;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Compiler.Catalogs;

/// <summary>Reads the functions that an assembly declares by attributes.</summary>
public static class FunctionReader
{
    /// <summary>The functions of the built-in library; read once.</summary>
    public static IReadOnlyList<FunctionSymbol> BuiltIn { get; } = Read(typeof(MathFunctions).Assembly, isBuiltIn: true);

    /// <param name="isBuiltIn">Whether the functions are found whatever the case of their names.</param>
    /// <returns>One symbol per name, with its overloads in the order of declaration.</returns>
    /// <exception cref="InvalidOperationException">A function has a parameter or result that SQL has no type for.</exception>
    public static IReadOnlyList<FunctionSymbol> Read(Assembly assembly, bool isBuiltIn = false) => assembly.GetExportedTypes()
        .OrderBy(static type => type.MetadataToken)
        .SelectMany(ReadType)
        .GroupBy(static function => function.Name, StringComparer.Ordinal)
        .Select(same => new FunctionSymbol(same.Key, same.First().Kind, same.Select(static function => function.Overload).ToEquatableArray(), isBuiltIn))
        .ToList();

    private static IEnumerable<NamedOverload> ReadType(Type type)
    {
        if (type.GetCustomAttribute<SqlAggregateAttribute>() is { } aggregate)
            return [new(aggregate.Name, FunctionKind.Aggregate, OverloadReader.OfAggregate(type, aggregate))];
        if (type.GetCustomAttribute<SqlAnalyticAttribute>() is { } analytic)
            return Next(type).Select(next => new NamedOverload(analytic.Name, FunctionKind.Analytic, OverloadReader.OfNext(type, next) with { MinArguments = analytic.MinArguments }));
        if (type.GetCustomAttribute<SqlColumnsAttribute>() is { } columns)
            return Next(type).Select(next => new NamedOverload(columns.Name, FunctionKind.MultiColumn, OverloadReader.OfNext(type, next) with { MinArguments = columns.MinArguments }));
        if (type.GetCustomAttribute<SqlHitAttribute>() is { } hit)
            return [new(hit.Name, FunctionKind.HitState, OverloadReader.WithoutArguments(type, SqlType.BigInt))];
        if (type.GetCustomAttribute<SqlWindowFunctionAttribute>() is { } window)
            return Next(type).Select(next => new NamedOverload(window.Name, FunctionKind.Window, OverloadReader.WithoutArguments(type, ClrTypes.TypeOf(next.ReturnType))));

        return type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .OrderBy(static method => method.MetadataToken)
            .SelectMany(ReadMethod);
    }

    private static IEnumerable<NamedOverload> ReadMethod(MethodInfo method)
    {
        if (method.GetCustomAttribute<SqlTableFunctionAttribute>() is { } table)
            return [new(table.Name, FunctionKind.Table, OverloadReader.OfTable(method))];
        if (method.GetCustomAttribute<SqlFunctionAttribute>() is not { } function)
            return [];

        var overload = OverloadReader.OfMethod(method, function);
        return function.Aliases.Prepend(function.Name).Select(name => new NamedOverload(name, FunctionKind.Scalar, overload));
    }

    private static IEnumerable<MethodInfo> Next(Type type) => type.GetMethods(BindingFlags.Public | BindingFlags.Instance)
        .Where(static method => method.Name == "Next")
        .OrderBy(static method => method.MetadataToken);

    private sealed record NamedOverload(string Name, FunctionKind Kind, FunctionOverload Overload);
}
