using System.Globalization;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Sql.Symbols;

/// <summary>Reads the symbol of a stream or table from its statement.</summary>
public static class StreamDefinition
{
    /// <summary>The symbol as the statement declares it; an external schema that it names has no part in it yet.</summary>
    /// <param name="statement">A statement without diagnostics.</param>
    public static StreamSymbol ToSymbol(CreateStatementSyntax statement) => new(
        statement.Name.Text,
        KindOf(statement),
        ToColumns(statement.Fields),
        IsSchemaless: statement.Fields.IsEmpty,
        statement.Options.Select(ToOption).ToEquatableArray());

    public static SqlType ToType(TypeSyntax type) => type switch
    {
        SimpleTypeSyntax simple => ToType(simple.Type),
        ArrayTypeSyntax array => new(SqlTypeKind.Array, ToType(array.Element)),
        StructTypeSyntax @struct => new(SqlTypeKind.Struct, Fields: ToColumns(@struct.Fields)),
        MissingTypeSyntax => SqlType.Error,
        _ => throw new InvalidOperationException($"No type for {type.GetType().Name}"),
    };

    private static SqlType ToType(SimpleType type) => type switch
    {
        SimpleType.Bigint => SqlType.BigInt,
        SimpleType.Float => SqlType.Float,
        SimpleType.String => SqlType.String,
        SimpleType.Datetime => SqlType.DateTime,
        SimpleType.Boolean => SqlType.Boolean,
        SimpleType.Bytea => SqlType.Bytea,
        _ => throw new InvalidOperationException($"No type for {type}"),
    };

    private static EquatableArray<ColumnSymbol> ToColumns(EquatableArray<FieldSyntax> fields) =>
        fields.Select(static field => new ColumnSymbol(field.Name.Text, ToType(field.Type), Default: field.Default?.Value)).ToEquatableArray();

    private static StreamKind KindOf(CreateStatementSyntax statement)
    {
        if (statement.Kind == DefinitionKind.Stream)
            return StreamKind.Stream;

        var isLookup = statement.Option("KIND")?.Value is string kind && string.Equals(kind, "lookup", StringComparison.OrdinalIgnoreCase);
        return isLookup ? StreamKind.LookupTable : StreamKind.ScanTable;
    }

    // Kind and version compare without case, so they are kept in one.
    private static StreamOption ToOption(OptionSyntax option)
    {
        var name = option.Name.Text.ToUpperInvariant();
        var value = option.Value.Value switch
        {
            bool flag => flag ? "true" : "false",
            var other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "",
        };
        return new(name, name is "KIND" or "VERSION" ? value.ToLowerInvariant() : value);
    }
}
