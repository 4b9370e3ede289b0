using CompiledRules.Sql.Symbols;
using Microsoft.CodeAnalysis;

namespace CompiledRules.Generators.Readers;

/// <summary>What the C# types of columns and parameters are in SQL.</summary>
internal static class SqlTypes
{
    private static readonly SymbolDisplayFormat s_fullName = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted, SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces, SymbolDisplayGenericsOptions.IncludeTypeParameters);

    private static readonly Dictionary<string, SqlType> s_types = new()
    {
        ["System.Boolean"] = SqlType.Boolean,
        ["System.Int64"] = SqlType.BigInt,
        ["System.Double"] = SqlType.Float,
        ["System.String"] = SqlType.String,
        ["System.Byte[]"] = SqlType.Bytea,
        ["CompiledRules.SqlTime"] = SqlType.DateTime,
        ["CompiledRules.SqlArray"] = SqlType.AnyArray,
        ["CompiledRules.SqlObject"] = SqlType.AnyObject,
        ["CompiledRules.SqlValue"] = SqlType.Any,
    };

    private static readonly Dictionary<string, SqlType> s_converted = new()
    {
        ["System.Byte"] = SqlType.BigInt,
        ["System.SByte"] = SqlType.BigInt,
        ["System.Int16"] = SqlType.BigInt,
        ["System.UInt16"] = SqlType.BigInt,
        ["System.Int32"] = SqlType.BigInt,
        ["System.UInt32"] = SqlType.BigInt,
        ["System.Single"] = SqlType.Float,
        ["System.DateTime"] = SqlType.DateTime,
        ["System.DateTimeOffset"] = SqlType.DateTime,
    };

    /// <summary>The name that lowered code uses, without the mark of a nullable type.</summary>
    public static string NameOf(ITypeSymbol type) => type is IArrayTypeSymbol array ? NameOf(array.ElementType) + "[]" : Plain(type).ToDisplayString(s_fullName);

    /// <summary>Null for a type that functions of SQL cannot have.</summary>
    public static SqlType? Find(ITypeSymbol type) => s_types.TryGetValue(NameOf(type), out var found) ? found : null;

    public static bool IsNullable(ITypeSymbol type, NullableAnnotation annotation) => type.IsValueType
        ? type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T || NameOf(type) == "CompiledRules.SqlValue"
        : annotation == NullableAnnotation.Annotated;

    /// <summary>A member of a row as a column; null where SQL does not know its type. A reference that is not said to be never null may be null.</summary>
    public static ColumnSymbol? ColumnOf(string name, ITypeSymbol type, NullableAnnotation annotation)
    {
        var clr = NameOf(type);
        var isNullable = type.IsValueType ? IsNullable(type, annotation) : annotation != NullableAnnotation.NotAnnotated;
        if (s_converted.TryGetValue(clr, out var converted))
            return new ColumnSymbol(name, converted, isNullable, name, clr);

        return s_types.TryGetValue(clr, out var known) ? new ColumnSymbol(name, known, isNullable, name) : null;
    }

    public static ITypeSymbol Plain(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;
}
