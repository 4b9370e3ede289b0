using CompiledRules.Generators.Model;
using CompiledRules.Sql;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CompiledRules.Generators.Readers;

/// <summary>Reads the properties of a connector that are its options, inherited ones included.</summary>
internal static class PluginOptionReader
{
    // The stream or the rule reads these, before or after the connector.
    private static readonly HashSet<string> s_reserved = new(StringComparer.OrdinalIgnoreCase) { "type", "format", "kind", "shared", "timestamp", "conf_key", "sendSingle", "dataTemplate" };

    /// <param name="isPulled">Whether the adapter has an option <c>interval</c> itself.</param>
    public static EquatableArray<PluginOptionSpec> Read(INamedTypeSymbol type, bool isPulled, PluginMemberReader reader, CancellationToken cancellation)
    {
        var options = new List<PluginOptionSpec>();
        for (var current = type; current is not null && current.SpecialType != SpecialType.System_Object; current = current.BaseType)
        {
            foreach (var property in current.GetMembers().OfType<IPropertySymbol>().Where(IsOption))
            {
                if (s_reserved.Contains(property.Name) || (isPulled && property.Name.Equals("interval", StringComparison.OrdinalIgnoreCase)))
                    reader.Report(PluginProblems.ReservedOption, property, property.Name);
                else if (KindOf(property.Type) is not { } kind)
                    reader.Report(PluginProblems.UnsupportedOption, property, $"{type.Name}.{property.Name}", property.Type.ToDisplayString());
                else if (!options.Exists(option => option.Property == property.Name))
                    options.Add(OptionOf(property, kind, cancellation));
            }
        }

        return options.ToEquatableArray();
    }

    private static bool IsOption(IPropertySymbol property) =>
        property is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public, SetMethod.DeclaredAccessibility: Accessibility.Public }
        && !property.Find("SqlOptionAttribute").Value("IsIgnored", false);

    private static PluginOptionSpec OptionOf(IPropertySymbol property, OptionKind kind, CancellationToken cancellation)
    {
        var attribute = property.Find("SqlOptionAttribute");
        var syntax = property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) as PropertyDeclarationSyntax;
        return new(
            property.Name,
            SqlTypes.NameOf(property.ContainingType),
            property.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.WithMiscellaneousOptions(
                SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier)),
            kind,
            kind == OptionKind.Choice ? SqlTypes.Plain(property.Type).GetMembers().OfType<IFieldSymbol>().Where(static field => field.IsConst).Select(static field => field.Name).ToEquatableArray() : [],
            property.IsRequired,
            property.SetMethod!.IsInitOnly,
            attribute.Value("Minimum", long.MinValue),
            attribute.Value("Maximum", long.MaxValue),
            kind is OptionKind.Object or OptionKind.Array or OptionKind.Texts ? null : syntax?.Initializer?.Value.ToString(),
            MemberDocumentation.SummaryOf(property, cancellation));
    }

    private static OptionKind? KindOf(ITypeSymbol type)
    {
        type = SqlTypes.Plain(type);
        if (type.TypeKind == TypeKind.Enum)
            return OptionKind.Choice;

        return SqlTypes.NameOf(type) switch
        {
            "System.String" => OptionKind.Text,
            "System.Boolean" => OptionKind.Boolean,
            "System.Int32" => OptionKind.Int32,
            "System.Int64" => OptionKind.Int64,
            "System.Double" => OptionKind.Float,
            "System.TimeSpan" => OptionKind.Duration,
            "System.Collections.Generic.IReadOnlyList<System.String>" => OptionKind.Texts,
            "CompiledRules.SqlObject" => OptionKind.Object,
            "CompiledRules.SqlArray" => OptionKind.Array,
            _ => null,
        };
    }
}
