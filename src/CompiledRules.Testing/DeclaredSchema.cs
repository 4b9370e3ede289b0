using System.Collections.Immutable;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Testing;

/// <summary>The schema that a stream declares, as decoders want it.</summary>
internal static class DeclaredSchema
{
    public static RowSchema Of(StreamSymbol stream, TimeZoneInfo zone) => new(stream.IsSchemaless ? [] : ColumnsOf(stream.Columns), stream.IsStrict)
    {
        TimestampFormat = stream.Option("TIMESTAMP_FORMAT"),
        Zone = zone,
        UseIntegers = true,
    };

    private static ImmutableArray<ColumnDefinition> ColumnsOf(IEnumerable<ColumnSymbol> columns) =>
        [.. columns.Select(static column => new ColumnDefinition(column.Name, TypeOf(column.Type), DefaultOf(column.Default)))];

    private static SqlValue DefaultOf(object? value) => value switch
    {
        bool flag => flag,
        long number => number,
        double number => number,
        string text => text,
        _ => SqlValue.Missing,
    };

    private static ColumnType TypeOf(SqlType type) => type.Kind switch
    {
        SqlTypeKind.BigInt => ColumnType.Bigint,
        SqlTypeKind.Float => ColumnType.Float,
        SqlTypeKind.String => ColumnType.String,
        SqlTypeKind.DateTime => ColumnType.DateTime,
        SqlTypeKind.Boolean => ColumnType.Boolean,
        SqlTypeKind.Bytea => ColumnType.Bytea,
        SqlTypeKind.Array => new ColumnType.Array(TypeOf(type.Element!)),
        SqlTypeKind.Struct => new ColumnType.Struct(ColumnsOf(type.Fields)),
        _ => throw new InvalidOperationException($"No column of type {type}"),
    };
}
