using System.Globalization;
using Microsoft.Data.Sqlite;

namespace CompiledRules.Connectors.Sql;

/// <summary>Does to a table what a row of results asks for.</summary>
internal static class TableRow
{
    /// <exception cref="SqlException">The row has no columns or no key, or asks for something that there is not.</exception>
    public static void Write(SqliteConnection connection, string table, SqlObject row, SqlSinkOptions options)
    {
        var columns = (options.Fields.Count > 0 ? options.Fields : row.Names.ToArray()).Where(name => name != options.RowKindField).ToList();
        if (columns.Count == 0)
            throw new SqlException("found a row without columns, sink sql writes rows that have some");

        var kind = options.RowKindField is { } field && row[field] is { IsNull: false } value ? SqlText.ToText(value) : "insert";
        switch (kind)
        {
            case "insert":
                Insert(connection, table, row, columns);
                break;
            case "update":
                Update(connection, table, row, columns, options.KeyField!);
                break;
            case "upsert":
                if (Update(connection, table, row, columns, options.KeyField!) == 0)
                    Insert(connection, table, row, columns);
                break;
            case "delete":
                Execute(connection, $"DELETE FROM {Quote(table)} WHERE {Quote(options.KeyField!)} = @key", [], row, options.KeyField);
                break;
            default:
                throw new SqlException($"column '{options.RowKindField}': found '{kind}', expected insert, update, upsert or delete");
        }
    }

    private static void Insert(SqliteConnection connection, string table, SqlObject row, List<string> columns) => Execute(
        connection,
        $"INSERT INTO {Quote(table)} ({string.Join(", ", columns.Select(Quote))}) VALUES ({string.Join(", ", columns.Select(static (_, i) => Parameter(i)))})",
        columns,
        row,
        null);

    private static int Update(SqliteConnection connection, string table, SqlObject row, List<string> columns, string key) => Execute(
        connection,
        $"UPDATE {Quote(table)} SET {string.Join(", ", columns.Select(static (column, i) => $"{Quote(column)} = {Parameter(i)}"))} WHERE {Quote(key)} = @key",
        columns,
        row,
        key);

    private static int Execute(SqliteConnection connection, string text, List<string> columns, SqlObject row, string? key)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names are quoted, values are parameters.
        command.CommandText = text;
#pragma warning restore CA2100
        for (var i = 0; i < columns.Count; i++)
            command.Parameters.AddWithValue(Parameter(i), ToDatabase(row[columns[i]]));
        if (key is not null)
            command.Parameters.AddWithValue("@key", row[key] is { IsNull: false } value ? ToDatabase(value) : throw new SqlException($"found no value in column '{key}', which tells the row to change"));
        return command.ExecuteNonQuery();
    }

    private static object ToDatabase(SqlValue value) => value.Kind switch
    {
        SqlKind.Missing or SqlKind.Null => DBNull.Value,
        SqlKind.Integer => value.AsInteger(),
        SqlKind.Float => value.AsFloat(),
        SqlKind.Boolean => value.AsBoolean(),
        SqlKind.Bytes => value.AsBytes(),
        SqlKind.Array or SqlKind.Object => SqlJson.ToText(value),
        _ => SqlText.ToText(value),
    };

    private static string Parameter(int index) => string.Create(CultureInfo.InvariantCulture, $"@p{index}");

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
