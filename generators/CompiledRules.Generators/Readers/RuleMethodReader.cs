using CompiledRules.Generators.Model;
using CompiledRules.Sql;
using CompiledRules.Sql.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CompiledRules.Generators.Readers;

/// <summary>Reads a method that is marked <c>[CompiledRule]</c>.</summary>
internal static class RuleMethodReader
{
    private static readonly SymbolDisplayFormat s_type = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public static RuleTarget Read(GeneratorAttributeSyntaxContext target)
    {
        var method = (IMethodSymbol)target.TargetSymbol;
        var syntax = (MethodDeclarationSyntax)target.TargetNode;
        var attribute = target.Attributes[0];
        var sql = attribute.ConstructorArguments is [{ Value: string text }] ? text : "";
        return new RuleTarget(MethodOf(method, syntax, sql), PlaceOf(attribute, syntax));
    }

    private static RuleMethodSpec MethodOf(IMethodSymbol method, MethodDeclarationSyntax syntax, string sql)
    {
        var problems = new List<SqlDiagnostic>();
        void Report(SqlDiagnosticDescriptor descriptor, params string[] arguments) => problems.Add(descriptor.At(new(0, sql.Length), arguments));

        var @namespace = method.ContainingNamespace.IsGlobalNamespace ? "" : method.ContainingNamespace.ToDisplayString();
        var types = ContainingTypes(method).ToList();
        if (!method.IsStatic || !method.IsPartialDefinition)
            Report(RuleProblems.NotAPartialMethod, method.Name);
        if (method.IsGenericMethod || types.Exists(static type => type.IsGenericType))
            Report(RuleProblems.GenericRule, method.Name);

        var result = ElementOf(method.ReturnType);
        if (result is null)
            Report(RuleProblems.ResultIsNoObservable, method.Name, method.ReturnType.ToDisplayString());
        var inputs = method.Parameters.Where(static parameter => ElementOf(parameter.Type) is not null).ToList();
        if (inputs.Count == 0)
            Report(RuleProblems.NoStream, method.Name);
        foreach (var parameter in method.Parameters.Where(static parameter => ElementOf(parameter.Type) is null && !IsTime(parameter) && !IsErrors(parameter)))
            Report(RuleProblems.UnknownParameter, method.Name, parameter.Type.ToDisplayString());

        var path = string.Join(".", types.AsEnumerable().Reverse().Select(static type => type.Name).Append(method.Name));
        return new RuleMethodSpec(
            $"{(@namespace.Length == 0 ? "" : @namespace + ".")}{path}.{string.Join("-", method.Parameters.Select(static parameter => parameter.Name))}.g.cs",
            @namespace,
            types.AsEnumerable().Reverse().Select(HeaderOf).ToEquatableArray(),
            $"{syntax.Modifiers} {ResultOf(method, result, @namespace)} {method.Name}({string.Join(", ", method.Parameters.Select(ParameterOf))})",
            method.Name,
            method.DeclaredAccessibility == Accessibility.Public && types.TrueForAll(static type => type.DeclaredAccessibility == Accessibility.Public) ? "public" : "internal",
            sql,
            inputs.Select(static input => new RuleInputSpec(input.Name, ElementOf(input.Type)!.ToDisplayString(s_type), RowSymbolReader.StreamOf(input.Name, ElementOf(input.Type)!))).ToEquatableArray(),
            result is null ? new("", [], []) : RowSymbolReader.OutputOf(result, @namespace),
            method.Parameters.FirstOrDefault(IsTime)?.Name,
            method.Parameters.FirstOrDefault(IsErrors)?.Name,
            problems.ToEquatableArray());
    }

    private static IEnumerable<INamedTypeSymbol> ContainingTypes(IMethodSymbol method)
    {
        for (var type = method.ContainingType; type is not null; type = type.ContainingType)
            yield return type;
    }

    private static string HeaderOf(INamedTypeSymbol type)
    {
        var kind = (type.IsRecord, type.TypeKind) switch
        {
            (true, TypeKind.Struct) => "record struct",
            (true, _) => "record",
            (_, TypeKind.Struct) => "struct",
            (_, TypeKind.Interface) => "interface",
            _ => "class",
        };
        return $"partial {kind} {type.Name}";
    }

    // A type that is generated cannot be looked up while it is.
    private static string ResultOf(IMethodSymbol method, ITypeSymbol? result, string @namespace) => result?.TypeKind == TypeKind.Error
        ? $"global::System.IObservable<global::{(@namespace.Length == 0 ? "" : @namespace + ".")}{result.Name}>"
        : method.ReturnType.ToDisplayString(s_type);

    // The defaults stand in the declaration.
    private static string ParameterOf(IParameterSymbol parameter) => $"{parameter.Type.ToDisplayString(s_type)} {parameter.Name}";

    private static ITypeSymbol? ElementOf(ITypeSymbol type) =>
        type is INamedTypeSymbol { Name: "IObservable", TypeArguments: [var element] } && type.ContainingNamespace.ToDisplayString() == "System" ? element : null;

    private static bool IsTime(IParameterSymbol parameter) => SqlTypes.NameOf(parameter.Type) == "System.TimeProvider";

    private static bool IsErrors(IParameterSymbol parameter) => SqlTypes.NameOf(parameter.Type) == "System.Action<CompiledRules.Runtime.Rules.RowError>";

    private static SqlPlace PlaceOf(AttributeData attribute, MethodDeclarationSyntax method)
    {
        var argument = (attribute.ApplicationSyntaxReference?.GetSyntax() as AttributeSyntax)?.ArgumentList?.Arguments.FirstOrDefault();
        SyntaxNode node = argument is null ? method : argument.Expression;
        var start = node.SyntaxTree.GetLineSpan(node.Span).StartLinePosition;
        return new SqlPlace(node.SyntaxTree.FilePath, node.SpanStart, start.Line, start.Character, argument is null ? method.Identifier.Text : node.ToString(), FormOf(node));
    }

    private static LiteralForm FormOf(SyntaxNode node)
    {
        if (node is not LiteralExpressionSyntax literal)
            return LiteralForm.Other;

        return literal.Token.Kind() switch
        {
            SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken => LiteralForm.Raw,
            SyntaxKind.StringLiteralToken when literal.Token.Text.StartsWith("@", StringComparison.Ordinal) => LiteralForm.Verbatim,
            SyntaxKind.StringLiteralToken => LiteralForm.Regular,
            _ => LiteralForm.Other,
        };
    }
}
