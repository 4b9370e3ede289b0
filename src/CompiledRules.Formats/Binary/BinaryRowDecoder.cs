using CompiledRules.Formats.Rows;

namespace CompiledRules.Formats.Binary;

/// <summary>Gives the whole payload as one column of bytes: the declared one, or <c>self</c> on a schemaless stream.</summary>
public sealed class BinaryRowDecoder : IRowDecoder
{
    /// <summary>The column of a schemaless stream.</summary>
    public const string SelfColumn = "self";

    private readonly RowMapper _mapper;
    private readonly string _column;

    /// <exception cref="SqlException">More than one column is declared, or one that is not bytea.</exception>
    public BinaryRowDecoder(RowLayout layout, RowSchema schema)
    {
        if (schema.Columns is not ([] or [{ Type: ColumnType.Scalar { Kind: SqlKind.Bytes } }]))
            throw new SqlException($"format binary gives one column; found {string.Join(", ", schema.Columns.Select(static column => $"{column.Name} {column.Type}"))}, expected one bytea column or none");

        _mapper = new RowMapper(layout, schema);
        _column = schema.IsSchemaless ? SelfColumn : schema.Columns[0].Name;
    }

    public void Decode(SourceMessage message, long timestamp, DecodedRows rows) =>
        _mapper.Map(new SourceRow(SqlObject.FromArrays([_column], [SqlValue.From(message.Payload.ToArray())]), message.Metadata), timestamp, rows);
}
