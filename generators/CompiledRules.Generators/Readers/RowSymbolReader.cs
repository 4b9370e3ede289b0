using CompiledRules.Sql;
using CompiledRules.Sql.Lowering;
using CompiledRules.Sql.Symbols;
using Microsoft.CodeAnalysis;

namespace CompiledRules.Generators.Readers;

/// <summary>C# types as rows: classes, structs and records by their public members, inherited ones included.</summary>
internal static class RowSymbolReader
{
    /// <param name="isEventTime">Whether the rule asks for the time of a row.</param>
    public static StreamSymbol StreamOf(string name, ITypeSymbol type, bool isEventTime = false) =>
        SourceOf(name, StreamKind.Stream, type, isEventTime && EventTimeOf(type) is { } column ? [new StreamOption("TIMESTAMP", column)] : []);

    /// <summary>All its rows are kept.</summary>
    public static StreamSymbol TableOf(string name, ITypeSymbol type) =>
        SourceOf(name, StreamKind.ScanTable, type, [new StreamOption("RETAIN_SIZE", int.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture))]);

    private static StreamSymbol SourceOf(string name, StreamKind kind, ITypeSymbol type, EquatableArray<StreamOption> options) => new(
        name, kind, Members(type).Where(static member => member.CanRead).Select(static member => member.Column).ToEquatableArray(), false, options, SqlTypes.NameOf(type));

    // On the member itself, or on the parameter that a record makes it of.
    private static string? EventTimeOf(ITypeSymbol type)
    {
        var members = Bases(type).SelectMany(static part => part.GetMembers());
        var parameters = Bases(type).OfType<INamedTypeSymbol>().SelectMany(static part => part.InstanceConstructors).SelectMany(static constructor => constructor.Parameters);
        return members.Concat(parameters).FirstOrDefault(static symbol => symbol.Find("EventTimeAttribute") is not null)?.Name;
    }

    private static IEnumerable<ITypeSymbol> Bases(ITypeSymbol type)
    {
        for (var current = type; current is not null && current.SpecialType != SpecialType.System_Object; current = current.BaseType)
            yield return current;
    }

    /// <summary>How to make rows of a type: by its constructor with the most parameters, then by members that can be set. A type that does not exist is to be inferred.</summary>
    public static RecordShape OutputOf(ITypeSymbol type, string @namespace)
    {
        if (type.TypeKind == TypeKind.Error)
            return new RecordShape(@namespace.Length == 0 ? type.Name : $"{@namespace}.{type.Name}", [], [], IsInferred: true);

        var constructor = (type as INamedTypeSymbol)?.InstanceConstructors
            .Where(candidate => candidate.DeclaredAccessibility == Accessibility.Public && !IsCopy(candidate, type))
            .OrderByDescending(static candidate => candidate.Parameters.Length)
            .FirstOrDefault();
        var parameters = constructor?.Parameters ?? [];
        var arguments = parameters
            .Select(static parameter => SqlTypes.ColumnOf(parameter.Name, parameter.Type, parameter.NullableAnnotation))
            .OfType<ColumnSymbol>()
            .ToEquatableArray();
        var members = Members(type)
            .Where(member => member.CanWrite && !parameters.Any(parameter => string.Equals(parameter.Name, member.Column.Name, StringComparison.OrdinalIgnoreCase)))
            .Select(static member => member.Column)
            .ToEquatableArray();
        return new RecordShape(SqlTypes.NameOf(type), arguments, members);
    }

    private static bool IsCopy(IMethodSymbol constructor, ITypeSymbol type) =>
        constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, type);

    private static IEnumerable<(ColumnSymbol Column, bool CanRead, bool CanWrite)> Members(ITypeSymbol type)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var current in Bases(type))
        {
            foreach (var member in current.GetMembers().Where(static member => member is { IsStatic: false, DeclaredAccessibility: Accessibility.Public }))
            {
                if (Member(member) is { } found && seen.Add(member.Name))
                    yield return found;
            }
        }
    }

    private static (ColumnSymbol Column, bool CanRead, bool CanWrite)? Member(ISymbol member) => member switch
    {
        IPropertySymbol { IsIndexer: false } property when SqlTypes.ColumnOf(property.Name, property.Type, property.NullableAnnotation) is { } column =>
            (column, IsPublic(property.GetMethod), IsPublic(property.SetMethod)),
        IFieldSymbol { IsImplicitlyDeclared: false } field when SqlTypes.ColumnOf(field.Name, field.Type, field.NullableAnnotation) is { } column =>
            (column, true, !field.IsReadOnly && !field.IsConst),
        _ => null,
    };

    private static bool IsPublic(IMethodSymbol? accessor) => accessor is { DeclaredAccessibility: Accessibility.Public };
}
