namespace CompiledRules.Connectors.Sql;

/// <summary>Options of the <c>sql</c> sink.</summary>
/// <param name="Table">May be a template over the data.</param>
/// <param name="Fields">The columns to write; empty for those of each row.</param>
/// <param name="RowKindField">The field that says what a row does to the table; null where each is inserted. It is no column.</param>
/// <param name="KeyField">The column that tells which row to change or delete.</param>
internal sealed record SqlSinkOptions(string Table, IReadOnlyList<string> Fields, string? RowKindField, string? KeyField)
{
    /// <exception cref="OptionException">An option is missing or cannot be used.</exception>
    public static SqlSinkOptions Read(ConnectorOptions options)
    {
        var kind = options.GetStringOrNull("rowKindField");
        return new SqlSinkOptions(
            options.GetStringOrNull("table") ?? options.DataSource ?? options.RequireString("table", "the table to write to"),
            options.GetStrings("fields"),
            kind,
            kind is null ? options.GetStringOrNull("keyField") : options.RequireString("keyField", "the column that tells which row 'rowKindField' changes"));
    }
}
