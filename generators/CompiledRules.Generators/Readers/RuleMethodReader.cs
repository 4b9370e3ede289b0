using CompiledRules.Generators.Model;
using CompiledRules.Sql;
using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Emit;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CompiledRules.Generators.Readers;

/// <summary>Reads a method that is marked <c>[CompiledRule]</c>.</summary>
internal static class RuleMethodReader
{
    private static readonly SymbolDisplayFormat s_type = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat s_generic = SymbolDisplayFormat.FullyQualifiedFormat.WithGenericsOptions(SymbolDisplayGenericsOptions.None);

    public static RuleTarget Read(GeneratorAttributeSyntaxContext target)
    {
        var method = (IMethodSymbol)target.TargetSymbol;
        var syntax = (MethodDeclarationSyntax)target.TargetNode;
        var attribute = target.Attributes[0];
        var sql = attribute.ConstructorArguments is [{ Value: string text }] ? text : "";
        return new RuleTarget(MethodOf(method, syntax, attribute, sql), PlaceOf(attribute, syntax));
    }

    private static RuleMethodSpec MethodOf(IMethodSymbol method, MethodDeclarationSyntax syntax, AttributeData attribute, string sql)
    {
        var options = OptionsOf(attribute);
        var problems = new List<SqlDiagnostic>();
        void Report(SqlDiagnosticDescriptor descriptor, params string[] arguments) => problems.Add(descriptor.At(new(0, sql.Length), arguments));

        var @namespace = method.ContainingNamespace.IsGlobalNamespace ? "" : method.ContainingNamespace.ToDisplayString();
        var types = ContainingTypes(method).ToList();
        if (!method.IsStatic || !method.IsPartialDefinition)
            Report(RuleProblems.NotAPartialMethod, method.Name);
        if (method.IsGenericMethod || types.Exists(static type => type.IsGenericType))
            Report(RuleProblems.GenericRule, method.Name);

        var result = RuleParameters.ResultOf(method.ReturnType);
        if (result is null)
            Report(RuleProblems.ResultIsNoObservable, method.Name, method.ReturnType.ToDisplayString());
        var form = result?.Form ?? RuleForm.Pushed;
        var inputs = InputsOf(method, form, options.IsEventTime);
        if (!inputs.Exists(static input => input.Stream.Kind == StreamKind.Stream))
            Report(RuleProblems.NoStream, method.Name, StreamText(form));
        foreach (var parameter in method.Parameters.Where(parameter => !inputs.Exists(input => input.Parameter == parameter.Name) && !IsSurrounding(parameter)))
            Report(RuleProblems.UnknownParameter, method.Name, parameter.Type.ToDisplayString(), StreamText(form));

        var path = string.Join(".", types.AsEnumerable().Reverse().Select(static type => type.Name).Append(method.Name));
        var overload = OverloadOf(method);
        return new RuleMethodSpec(
            $"{(@namespace.Length == 0 ? "" : @namespace + ".")}{path}.{string.Join("-", method.Parameters.Select(static parameter => parameter.Name))}{overload}.g.cs",
            @namespace,
            types.AsEnumerable().Reverse().Select(HeaderOf).ToEquatableArray(),
            $"{syntax.Modifiers} {ResultOf(method, result?.Row, @namespace)} {method.Name}({string.Join(", ", method.Parameters.Select(ParameterOf))})",
            method.Name,
            $"{method.Name}Rule{overload}",
            method.DeclaredAccessibility == Accessibility.Public && types.TrueForAll(static type => type.DeclaredAccessibility == Accessibility.Public) ? "public" : "internal",
            sql,
            form,
            options,
            attribute.Value<string?>("TimeZone", null),
            inputs.ToEquatableArray(),
            result is null ? new("", [], []) : RowSymbolReader.OutputOf(result.Value.Row, @namespace),
            result is not null && IsFirstOf(method, result.Value.Row),
            ClockOf(method),
            method.Parameters.FirstOrDefault(RuleParameters.IsErrors) is { } errors ? CSharpText.Identifier(errors.Name) : "null",
            problems.ToEquatableArray());
    }

    private static RuleOptions OptionsOf(AttributeData attribute) => new(
        IsEventTime: attribute.Value("IsEventTime", false),
        LateTolerance: attribute.Value("LateTolerance", RuleOptions.Default.LateTolerance),
        IdleTimeout: attribute.Value("IdleTimeout", 0L) is > 0 and var timeout ? timeout : null,
        FlushAtEnd: attribute.Value("FlushAtEnd", true))
    {
        PlanOptimizeStrategy = new(EnableSendSlidingWindowTwice: attribute.Value("SendsSlidingWindowTwice", false)),
    };

    private static List<RuleInputSpec> InputsOf(IMethodSymbol method, RuleForm form, bool isEventTime)
    {
        var inputs = new List<RuleInputSpec>();
        foreach (var parameter in method.Parameters)
        {
            if (RuleParameters.StreamOf(parameter.Type, form) is { } row)
                inputs.Add(new RuleInputSpec(parameter.Name, row.ToDisplayString(s_type), RowSymbolReader.StreamOf(parameter.Name, row, isEventTime)));
            else if (RuleParameters.TableOf(parameter.Type) is { } kept)
                inputs.Add(new RuleInputSpec(parameter.Name, kept.ToDisplayString(s_type), RowSymbolReader.TableOf(parameter.Name, kept)));
        }

        return inputs;
    }

    private static bool IsSurrounding(IParameterSymbol parameter) => RuleParameters.IsTime(parameter) || RuleParameters.IsScheduler(parameter) || RuleParameters.IsErrors(parameter);

    private static string StreamText(RuleForm form) => form switch
    {
        RuleForm.Pushed => "IObservable<T>",
        RuleForm.Pulled => "IAsyncEnumerable<T>",
        _ => "ReadOnlySpan<T>",
    };

    private static string ClockOf(IMethodSymbol method)
    {
        if (method.Parameters.FirstOrDefault(RuleParameters.IsTime) is { } time)
            return CSharpText.Identifier(time.Name);
        if (method.Parameters.FirstOrDefault(RuleParameters.IsScheduler) is not { } scheduler)
            return "null";

        var name = CSharpText.Identifier(scheduler.Name);
        return $"{name} is null ? null : new global::CompiledRules.Runtime.Time.SchedulerTime({name})";
    }

    // Overloads of one name have classes and files of their own.
    private static string OverloadOf(IMethodSymbol method)
    {
        var position = Rules(method.ContainingType).Where(rule => rule.Name == method.Name).ToList().FindIndex(rule => SymbolEqualityComparer.Default.Equals(rule, method));
        return position <= 0 ? "" : (position + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static bool IsFirstOf(IMethodSymbol method, ITypeSymbol row) =>
        row.TypeKind != TypeKind.Error
        || SymbolEqualityComparer.Default.Equals(Rules(method.ContainingType).FirstOrDefault(rule => RuleParameters.ResultOf(rule.ReturnType)?.Row.Name == row.Name), method);

    private static IEnumerable<IMethodSymbol> Rules(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IMethodSymbol>().Where(static method => method.IsPartialDefinition && method.Find("CompiledRuleAttribute") is not null);

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
        ? $"{method.ReturnType.OriginalDefinition.ToDisplayString(s_generic)}<global::{(@namespace.Length == 0 ? "" : @namespace + ".")}{result.Name}>"
        : method.ReturnType.ToDisplayString(s_type);

    // The defaults stand in the declaration.
    private static string ParameterOf(IParameterSymbol parameter) => $"{parameter.Type.ToDisplayString(s_type)} {parameter.Name}";

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
