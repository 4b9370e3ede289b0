using System.Runtime.CompilerServices;
using CompiledRules.Sql;
using CompiledRules.Sql.Symbols;
using Microsoft.CodeAnalysis;

namespace CompiledRules.Generators.Readers;

/// <summary>Reads the functions of a project and of the assemblies it references, by their attributes, as the run-time compiler does by reflection.</summary>
internal static class FunctionSymbolReader
{
    private const string Contracts = "CompiledRules.Abstractions";
    private const string BuiltIn = "CompiledRules.Functions";

    // A reference does not change while it is the same object, and this runs on every keystroke.
    private static readonly ConditionalWeakTable<MetadataReference, IReadOnlyList<FunctionSymbol>> s_known = new();

    /// <summary>Built-ins first, then those of references, then the project's own.</summary>
    public static EquatableArray<FunctionSymbol> Read(Microsoft.CodeAnalysis.Compilation compilation)
    {
        var functions = new List<FunctionSymbol>();
        foreach (var reference in compilation.References)
        {
            if (compilation.GetAssemblyOrModuleSymbol(reference) is not IAssemblySymbol assembly || !KnowsContracts(assembly))
                continue;

            if (assembly.Name == BuiltIn)
                functions.InsertRange(0, s_known.GetValue(reference, _ => Read(assembly, isBuiltIn: true)));
            else
                functions.AddRange(reference is CompilationReference ? Read(assembly, isBuiltIn: false) : s_known.GetValue(reference, _ => Read(assembly, isBuiltIn: false)));
        }

        functions.AddRange(Read(compilation.Assembly, isBuiltIn: false, Accessibility.Internal));
        return functions.ToEquatableArray();
    }

    /// <summary>One symbol per name, with its overloads in the order of declaration.</summary>
    /// <param name="least">What types and methods have to be: a rule sees internal ones of its own project.</param>
    public static IReadOnlyList<FunctionSymbol> Read(IAssemblySymbol assembly, bool isBuiltIn, Accessibility least = Accessibility.Public) => Types(assembly.GlobalNamespace, least)
        .OrderBy(static type => type.MetadataToken)
        .SelectMany(type => ReadType(type, least))
        .GroupBy(static function => function.Name, StringComparer.Ordinal)
        .Select(same => new FunctionSymbol(same.Key, same.First().Kind, same.Select(static function => function.Overload).ToEquatableArray(), isBuiltIn))
        .ToList();

    private static bool KnowsContracts(IAssemblySymbol assembly) =>
        assembly.Modules.Any(static module => module.ReferencedAssemblies.Any(static referenced => referenced.Name == Contracts));

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container, Accessibility least)
    {
        foreach (var member in container.GetMembers())
        {
            if (member is INamedTypeSymbol type && type.DeclaredAccessibility >= least)
            {
                yield return type;
                foreach (var nested in Types(type, least))
                    yield return nested;
            }
            else if (member is INamespaceSymbol @namespace)
            {
                foreach (var found in Types(@namespace, least))
                    yield return found;
            }
        }
    }

    private static IEnumerable<NamedOverload> ReadType(INamedTypeSymbol type, Accessibility least)
    {
        if (type.Find("SqlAggregateAttribute") is { } aggregate)
            return Named(aggregate, FunctionKind.Aggregate, OverloadSymbolReader.OfAggregate(type, aggregate));
        if (type.Find("SqlAnalyticAttribute") is { } analytic)
            return Next(type).SelectMany(next => Named(analytic, FunctionKind.Analytic, OverloadSymbolReader.OfNext(type, next, analytic)));
        if (type.Find("SqlColumnsAttribute") is { } columns)
            return Next(type).SelectMany(next => Named(columns, FunctionKind.MultiColumn, OverloadSymbolReader.OfNext(type, next, columns)));
        if (type.Find("SqlHitAttribute") is { } hit)
            return Named(hit, FunctionKind.HitState, OverloadSymbolReader.WithoutArguments(type, SqlType.BigInt));
        if (type.Find("SqlWindowFunctionAttribute") is { } window)
            return Next(type).SelectMany(next => Named(window, FunctionKind.Window, OverloadSymbolReader.WithoutArguments(type, SqlTypes.Find(next.ReturnType))));

        return type.GetMembers().OfType<IMethodSymbol>()
            .Where(method => method.IsStatic && method.DeclaredAccessibility >= least)
            .SelectMany(ReadMethod);
    }

    private static IEnumerable<NamedOverload> ReadMethod(IMethodSymbol method)
    {
        if (method.Find("SqlTableFunctionAttribute") is { } table)
            return Named(table, FunctionKind.Table, OverloadSymbolReader.OfTable(method));
        if (method.Find("SqlFunctionAttribute") is not { } function || OverloadSymbolReader.OfMethod(method, function) is not { } overload)
            return [];

        return function.Values<string>("Aliases").Prepend(function.Name()).Select(name => new NamedOverload(name, FunctionKind.Scalar, overload));
    }

    private static IEnumerable<IMethodSymbol> Next(INamedTypeSymbol type) =>
        type.GetMembers("Next").OfType<IMethodSymbol>().Where(static method => method is { IsStatic: false, DeclaredAccessibility: Accessibility.Public });

    // A function with a type that SQL does not know is left out: calls of it are errors with a place.
    private static IEnumerable<NamedOverload> Named(AttributeData attribute, FunctionKind kind, FunctionOverload? overload) =>
        overload is null ? [] : [new(attribute.Name(), kind, overload)];

    private sealed record NamedOverload(string Name, FunctionKind Kind, FunctionOverload Overload);
}
