using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using CompiledRules.Connectors.Sql.Databases;
using CompiledRules.Connectors.Tables;
using CompiledRules.Formats.Templates;

namespace CompiledRules.Connectors.Sql;

/// <summary>A table of SQLite, PostgreSQL or MySQL: <c>TYPE="sql", DATASOURCE="rooms", dburl="sqlite://plant.db", KIND="lookup"</c>. It is only read.</summary>
/// <remarks>
/// A batch of keys costs one query for each 200 of them. What the database compares as equal is equal, so an index on the key columns is used.
/// <c>templateSqlQueryCfg</c> with <c>templateSql</c> asks a query of one's own instead, in which <c>{{.key}}</c> is the value of a key column as SQL text has it.
/// </remarks>
public sealed class SqlLookup : ILookup
{
    private const int KeysPerQuery = 200;

    private readonly SqlSession _session;
    private readonly string _table;
    private readonly GoTemplate? _query;
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <exception cref="OptionException">Table or database is missing, or the address is one of no database that is known here.</exception>
    public SqlLookup(ConnectorOptions options, ConnectorContext context)
    {
        _table = options.RequireString("DATASOURCE", "the name of the table");
        _session = new SqlSession(SqlDatabase.Read(options, context, isWriter: false));
        _query = ReadQuery(options, context);
    }

    /// <summary>Sees to it that database and table are there.</summary>
    public ValueTask ConnectAsync(CancellationToken cancellation) => RunAsync(
        session => session.QueryAsync(_query is null ? $"SELECT 1 FROM {session.Database.Quote(_table)} LIMIT 0" : "SELECT 1", [], static _ => { }, cancellation), cancellation);

    public async ValueTask<IReadOnlyList<IReadOnlyList<SqlObject>>> FindAsync(
        ImmutableArray<string> keyColumns, IReadOnlyList<ImmutableArray<SqlValue>> keys, CancellationToken cancellation)
    {
        var found = new List<SqlObject>[keys.Count];
        await RunAsync(
            async session =>
            {
                for (var i = 0; i < found.Length; i++)
                    found[i] = [];
                var asked = Enumerable.Range(0, keys.Count).Where(position => !keys[position].Any(static value => value.IsNull));
                foreach (var chunk in asked.Chunk(_query is null ? KeysPerQuery : 1))
                    await FindAsync(session, keyColumns, keys, chunk, found, cancellation).ConfigureAwait(false);
            },
            cancellation).ConfigureAwait(false);
        return found;
    }

    public ValueTask DisposeAsync()
    {
        _session.Dispose();
        _gate.Dispose();
        return default;
    }

    private Task FindAsync(
        SqlSession session, ImmutableArray<string> columns, IReadOnlyList<ImmutableArray<SqlValue>> keys, int[] chunk, List<SqlObject>[] found, CancellationToken cancellation)
    {
        string[]? names = null;
        if (_query is not null)
            return session.QueryAsync(Render(_query, columns, keys[chunk[0]]), [], reader => found[chunk[0]].Add(ColumnValues.ReadRow(reader, names ??= ColumnValues.NamesOf(reader))), cancellation);

        // Each key asks by itself, so that the database's own comparison and its index count; the position says whom a row answers.
        var condition = 0;
        var text = string.Join(" UNION ALL ", chunk.Select(position => string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT {position} AS position_of_key, found.* FROM {session.Database.Quote(_table)} AS found WHERE {string.Join(" AND ", columns.Select(column => $"found.{session.Database.Quote(column)} = {SqlWords.Parameter(condition++)}"))}")));
        return session.QueryAsync(
            text,
            [.. chunk.SelectMany(position => keys[position]).Select(value => session.Database.ToParameter(TableKey.Normalize(value)))],
            reader => found[Convert.ToInt32(reader.GetValue(0), CultureInfo.InvariantCulture)].Add(ColumnValues.ReadRow(reader, names ??= ColumnValues.NamesOf(reader, 1), 1)),
            cancellation);
    }

    private string Render(GoTemplate query, ImmutableArray<string> columns, ImmutableArray<SqlValue> key) =>
        query.Render(SqlObject.From(columns.Zip(key, (column, value) => KeyValuePair.Create(column, SqlQuery.Escape(_session.Database, value)))));

    private async ValueTask RunAsync(Func<SqlSession, Task> work, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await _session.RunAsync(work, "read", cancellation).ConfigureAwait(false);
        }
        catch (DbException exception)
        {
            throw new IOException($"table '{_table}' of '{_session.Database.Address}' cannot be read: {exception.Message}", exception);
        }
        finally
        {
            _gate.Release();
        }
    }

    private static GoTemplate? ReadQuery(ConnectorOptions options, ConnectorContext context) =>
        SqlQuery.ReadProperties(options, "templateSqlQueryCfg") is not { } properties
            ? null
            : SqlQuery.ParseTemplate(options, "templateSqlQueryCfg", properties.RequireString("templateSql", "a query such as \"SELECT * FROM rooms WHERE id = {{.id}}\""), context.Time);
}
