namespace CompiledRules.Formats.Rows;

/// <summary>Puts the fields of an object into the slots of a row and brings them to their declared types. Calls must not overlap.</summary>
/// <param name="layout">The wanted columns. Its whole-row slot takes all declared columns, or all there are on a schemaless stream.</param>
/// <param name="schema">The declared columns. A wanted column that is not declared is taken as it comes.</param>
/// <param name="fromText">Whether the fields come from a format that knows only text, so that <c>12</c> is good for a bigint.</param>
public sealed class RowMapper(RowLayout layout, RowSchema schema, bool fromText = false)
{
    private readonly ColumnConversion _conversion = new(schema);
    private readonly EventTime _time = new(layout, schema);

    /// <summary>Appends the row, or the error that a field of the wrong type gives.</summary>
    /// <param name="row">Fields and metadata.</param>
    /// <param name="timestamp">Milliseconds since the Unix epoch; the arrival.</param>
    /// <param name="rows">Takes the row or the error.</param>
    public void Map(SourceRow row, long timestamp, DecodedRows rows)
    {
        try
        {
            var slots = new SqlValue[layout.Width];
            for (var slot = 0; slot < layout.Columns.Length; slot++)
            {
                if (slot != layout.WholeRowSlot)
                    slots[slot] = Read(row.Fields, layout.Columns[slot]);
            }

            if (layout.WholeRowSlot >= 0)
                slots[layout.WholeRowSlot] = schema.IsSchemaless ? row.Fields : ReadDeclared(row.Fields);
            rows.Rows.Add(new Row(slots, _time.Of(slots, timestamp), row.Metadata));
        }
        catch (SqlException exception)
        {
            rows.Errors.Add(exception);
        }
    }

    private SqlObject ReadDeclared(SqlObject fields)
    {
        var whole = new SqlObject.Builder();
        foreach (var column in schema.Columns)
        {
            var value = Read(fields, column.Name);
            if (!value.IsMissing)
                whole[column.Name] = value;
        }

        return whole.ToObject();
    }

    private SqlValue Read(SqlObject fields, string name)
    {
        var value = fields[name];
        if (value.IsMissing && schema.IgnoreCase)
            value = fields.FirstOrDefault(field => string.Equals(field.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
        if (schema.Find(name) is not { } column)
            return value;

        try
        {
            return value switch
            {
                { IsMissing: true } => schema.IsStrict ? _conversion.DefaultOf(column) : value,
                { IsString: true } when fromText => _conversion.ConvertText(value.AsString(), column.Type),
                _ => _conversion.Convert(value, column.Type),
            };
        }
        catch (SqlException exception)
        {
            throw new SqlException($"column '{name}': {exception.Message}", exception);
        }
    }
}
