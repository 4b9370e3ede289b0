using CompiledRules.Connectors.Sql.Databases;

namespace CompiledRules.Connectors.Sql;

/// <summary>Does to a table what rows of results ask for. Rows to insert that follow each other go in one statement where they have the same columns.</summary>
internal sealed class TableWriter(SqlSession session, SqlSinkOptions options)
{
    private const int RowsPerStatement = 500;

    private readonly List<SqlObject> _waiting = [];
    private List<string> _columns = [];

    /// <exception cref="SqlException">A row has no columns or no key, or asks for something that there is not.</exception>
    public async Task WriteAsync(string table, IEnumerable<SqlObject> rows, CancellationToken cancellation)
    {
        _waiting.Clear();
        foreach (var row in rows)
        {
            var columns = ColumnsOf(row);
            var kind = KindOf(row);
            if (kind != "insert" || !columns.SequenceEqual(_columns) || _waiting.Count == Math.Min(RowsPerStatement, session.Database.MaximumParameters / columns.Count))
                await InsertAsync(table, cancellation).ConfigureAwait(false);

            _columns = columns;
            _waiting.Add(row);
            if (kind != "insert")
                await ChangeAsync(table, row, kind, cancellation).ConfigureAwait(false);
        }

        await InsertAsync(table, cancellation).ConfigureAwait(false);
    }

    private async Task ChangeAsync(string table, SqlObject row, string kind, CancellationToken cancellation)
    {
        var key = options.KeyField!;
        if (kind == "delete")
        {
            await session.ExecuteAsync($"DELETE FROM {Quote(table)} WHERE {Quote(key)} = @p0", [KeyOf(row, key)], cancellation).ConfigureAwait(false);
            _waiting.Clear();
            return;
        }

        var changes = string.Join(", ", _columns.Select((column, i) => $"{Quote(column)} = {SqlWords.Parameter(i)}"));
        var text = $"UPDATE {Quote(table)} SET {changes} WHERE {Quote(key)} = {SqlWords.Parameter(_columns.Count)}";
        var changed = await session.ExecuteAsync(text, [.. ValuesOf(row), KeyOf(row, key)], cancellation).ConfigureAwait(false);
        if (kind == "upsert" && changed == 0)
            await InsertAsync(table, cancellation).ConfigureAwait(false);
        _waiting.Clear();
    }

    private async Task InsertAsync(string table, CancellationToken cancellation)
    {
        if (_waiting.Count == 0)
            return;

        var width = _columns.Count;
        var rows = string.Join(", ", Enumerable.Range(0, _waiting.Count).Select(row => $"({SqlWords.Parameters(row * width, width)})"));
        var text = $"INSERT INTO {Quote(table)} ({SqlWords.Names(session.Database, _columns)}) VALUES {rows}";
        await session.ExecuteAsync(text, [.. _waiting.SelectMany(ValuesOf)], cancellation).ConfigureAwait(false);
        _waiting.Clear();
    }

    private List<string> ColumnsOf(SqlObject row)
    {
        var columns = (options.Fields.Count > 0 ? options.Fields : row.Names.ToArray()).Where(name => name != options.RowKindField).ToList();
        return columns.Count > 0 ? columns : throw new SqlException("found a row without columns, sink sql writes rows that have some");
    }

    private string KindOf(SqlObject row)
    {
        var kind = options.RowKindField is { } field && row[field] is { IsNull: false } value ? SqlText.ToText(value) : "insert";
        return kind is "insert" or "update" or "upsert" or "delete"
            ? kind
            : throw new SqlException($"column '{options.RowKindField}': found '{kind}', expected insert, update, upsert or delete");
    }

    private IEnumerable<object> ValuesOf(SqlObject row) => _columns.Select(column => session.Database.ToParameter(row[column]));

    private object KeyOf(SqlObject row, string key) => row[key] is { IsNull: false } value
        ? session.Database.ToParameter(value)
        : throw new SqlException($"found no value in column '{key}', which tells the row to change");

    private string Quote(string name) => session.Database.Quote(name);
}
