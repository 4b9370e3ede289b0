using CompiledRules.Hosting;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Extensions.Hosting.Declarations;

/// <summary>Streams and tables as SQL declares them, in the form in which rules are given them.</summary>
public static class StreamDeclarations
{
    /// <summary>The connector of a stream or table that names none.</summary>
    public static string DefaultType(StreamKind kind) => kind == StreamKind.ScanTable ? "file" : "mqtt";

    public static StreamSettings ToSettings(StreamSymbol stream) => new(
        stream.Name,
        stream.Option("TYPE") ?? DefaultType(stream.Kind),
        [.. stream.Options.Select(static option => KeyValuePair.Create(option.Name, (SqlValue)option.Value))],
        new RowSchema([.. stream.Columns.Select(ToColumn)], stream.IsStrict) { TimestampFormat = stream.Option("TIMESTAMP_FORMAT") });

    private static ColumnDefinition ToColumn(ColumnSymbol column) => new(column.Name, ToColumnType(column.Type), ToValue(column.Default));

    private static ColumnType ToColumnType(SqlType type) => type.Kind switch
    {
        SqlTypeKind.BigInt => ColumnType.Bigint,
        SqlTypeKind.Float => ColumnType.Float,
        SqlTypeKind.String => ColumnType.String,
        SqlTypeKind.DateTime => ColumnType.DateTime,
        SqlTypeKind.Boolean => ColumnType.Boolean,
        SqlTypeKind.Bytea => ColumnType.Bytea,
        SqlTypeKind.Array => new ColumnType.Array(ToColumnType(type.Element!)),
        SqlTypeKind.Struct => new ColumnType.Struct([.. type.Fields.Select(ToColumn)]),
        _ => throw new InvalidOperationException($"No column is declared as {type}"),
    };

    private static SqlValue ToValue(object? value) => value switch
    {
        null => SqlValue.Missing,
        bool flag => flag,
        long number => number,
        double number => number,
        string text => text,
        _ => throw new InvalidOperationException($"No literal is a {value.GetType().Name}"),
    };
}
