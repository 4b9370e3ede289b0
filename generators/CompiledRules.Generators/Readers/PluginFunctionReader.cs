using CompiledRules.Generators.Model;
using CompiledRules.Sql;
using CompiledRules.Sql.Symbols;
using Microsoft.CodeAnalysis;

namespace CompiledRules.Generators.Readers;

/// <summary>Reads a method or type that is marked as a function of SQL.</summary>
internal static class PluginFunctionReader
{
    public static PluginMember<PluginCodeSpec> Read(GeneratorAttributeSyntaxContext target, CancellationToken cancellation)
    {
        var reader = new PluginMemberReader(target.TargetSymbol);
        reader.CheckDeclaration();
        var attribute = target.Attributes[0];
        var names = attribute.Values<string>("Aliases").Prepend(NameOf(attribute)).ToEquatableArray();
        foreach (var name in names)
            reader.CheckName(name);

        var spec = target.TargetSymbol switch
        {
            IMethodSymbol method => OfMethod(method, attribute, names, reader),
            INamedTypeSymbol type => OfType(type, attribute, names, reader),
            _ => null,
        };
        if (reader.HasErrors || spec is null)
            return new(null, "", reader.Place, reader.Problems);

        spec = spec with { Summary = MemberDocumentation.SummaryOf(target.TargetSymbol, cancellation) };
        var key = $"{names[0]}({string.Join(", ", spec.Overloads[0].Parameters.Select(static parameter => parameter.Type))})";
        return new(reader.Accessibility == Accessibility.Public ? spec : null, key, reader.Place, reader.Problems);
    }

    private static string NameOf(AttributeData attribute) => attribute.ConstructorArguments is [{ Value: string name }] ? name : "";

    private static PluginCodeSpec? OfMethod(IMethodSymbol method, AttributeData attribute, EquatableArray<string> names, PluginMemberReader reader)
    {
        if (!method.IsStatic)
            reader.Report(PluginProblems.NotStatic, method, method.Name);

        var isTable = attribute.AttributeClass!.Name == "SqlTableFunctionAttribute";
        var result = OverloadSymbolReader.AwaitedBy(method.ReturnType);
        var isAsync = result is not null && !isTable;
        var takesCancellation = isAsync && method.Parameters.Length > 0 && SqlTypes.NameOf(method.Parameters[method.Parameters.Length - 1].Type) == "System.Threading.CancellationToken";
        CheckParameters(method, method.Parameters.Take(method.Parameters.Length - (takesCancellation ? 1 : 0)), reader);
        if (isAsync && method.Parameters.Any(OverloadSymbolReader.IsSpan))
            reader.Report(PluginProblems.LateSpan, method, method.Name);
        if (isAsync && method.Parameters.Any(static parameter => SqlTypes.NameOf(parameter.Type) == "CompiledRules.FunctionContext"))
            reader.Report(PluginProblems.LateContext, method, method.Name);
        if (!isTable && SqlTypes.Find(result ?? method.ReturnType) is null)
            reader.Report(PluginProblems.UnsupportedType, method, $"The result of {method.Name}", method.ReturnType.ToDisplayString());
        if (isTable && SqlTypes.NameOf(method.ReturnType) != "CompiledRules.SqlArray")
            reader.Report(PluginProblems.MissingContract, method, method.Name, "a result of type SqlArray");

        var overload = isTable ? OverloadSymbolReader.OfTable(method)
            : isAsync ? OverloadSymbolReader.OfAsync(method, attribute, result!, takesCancellation)
            : OverloadSymbolReader.OfMethod(method, attribute);
        return overload is null ? null : new(names, isTable ? FunctionKind.Table : FunctionKind.Scalar, [overload], SqlTypes.NameOf(method.ContainingType), "", isAsync, takesCancellation);
    }

    private static PluginCodeSpec? OfType(INamedTypeSymbol type, AttributeData attribute, EquatableArray<string> names, PluginMemberReader reader)
    {
        var contract = attribute.AttributeClass!.Name switch
        {
            "SqlAggregateAttribute" => "IAggregate",
            "SqlAnalyticAttribute" => "IAnalytic",
            "SqlColumnsAttribute" => "IColumnsFunction",
            "SqlHitAttribute" => "IHitFunction",
            _ => "IWindowFunction",
        };
        if (!type.AllInterfaces.Any(implemented => implemented.Name == contract && implemented.ContainingNamespace.ToDisplayString() == "CompiledRules"))
        {
            reader.Report(PluginProblems.MissingContract, type, type.Name, contract);
            return null;
        }

        var kind = contract switch
        {
            "IAggregate" => FunctionKind.Aggregate,
            "IAnalytic" => FunctionKind.Analytic,
            "IColumnsFunction" => FunctionKind.MultiColumn,
            "IHitFunction" => FunctionKind.HitState,
            _ => FunctionKind.Window,
        };
        var codes = MethodsOf(type, kind == FunctionKind.Aggregate ? "Add" : "Next");
        if (codes.Count == 0 && kind != FunctionKind.HitState)
            reader.Report(PluginProblems.NoNext, type, type.Name, kind == FunctionKind.Aggregate ? "Add" : "Next");
        if (kind is FunctionKind.Analytic or FunctionKind.MultiColumn || (kind == FunctionKind.Aggregate && attribute.Value("TakesRow", false)))
            CheckParameters(codes, 1, reader);
        else if (kind == FunctionKind.Aggregate)
            CheckParameters(codes, 0, reader);
        if (reader.HasErrors)
            return null;

        FunctionOverload?[] overloads = kind switch
        {
            FunctionKind.Aggregate => [OverloadSymbolReader.OfAggregate(type, attribute)],
            FunctionKind.HitState => [OverloadSymbolReader.WithoutArguments(type, SqlType.BigInt)],
            FunctionKind.Window => [.. codes.Select(next => OverloadSymbolReader.WithoutArguments(type, SqlTypes.Find(next.ReturnType)))],
            _ => [.. codes.Select(next => OverloadSymbolReader.OfNext(type, next, attribute))],
        };
        if (overloads.Contains(null))
            reader.Report(PluginProblems.UnsupportedType, type, $"The result of {type.Name}", (codes.FirstOrDefault()?.ReturnType ?? type).ToDisplayString());
        return new(names, kind, overloads.OfType<FunctionOverload>().ToEquatableArray(), SqlTypes.NameOf(type), "");
    }

    private static List<IMethodSymbol> MethodsOf(INamedTypeSymbol type, string name) =>
        [.. type.GetMembers(name).OfType<IMethodSymbol>().Where(static method => method is { IsStatic: false, DeclaredAccessibility: Accessibility.Public })];

    private static void CheckParameters(List<IMethodSymbol> methods, int first, PluginMemberReader reader)
    {
        foreach (var method in methods)
            CheckParameters(method, method.Parameters.Skip(first), reader);
    }

    private static void CheckParameters(IMethodSymbol method, IEnumerable<IParameterSymbol> parameters, PluginMemberReader reader)
    {
        foreach (var parameter in parameters)
        {
            var isContext = parameter.Ordinal == 0 && SqlTypes.NameOf(parameter.Type) == "CompiledRules.FunctionContext";
            var isSpan = parameter.Ordinal == method.Parameters.Length - 1 && OverloadSymbolReader.IsSpan(parameter);
            if (!isContext && !isSpan && SqlTypes.Find(parameter.Type) is null)
                reader.Report(PluginProblems.UnsupportedType, parameter, $"Parameter '{parameter.Name}'", parameter.Type.ToDisplayString());
        }
    }
}
