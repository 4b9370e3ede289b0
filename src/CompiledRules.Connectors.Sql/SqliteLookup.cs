using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CompiledRules.Connectors.Tables;
using Microsoft.Data.Sqlite;

namespace CompiledRules.Connectors.Sql;

/// <summary>A table of a SQLite database: <c>TYPE="sql", DATASOURCE="rooms", dburl="sqlite://plant.db", KIND="lookup"</c>. It is only read.</summary>
/// <remarks>A batch of keys costs one query for each 500 of them. What the database compares as equal is equal, so an index on the key columns is used.</remarks>
public sealed class SqliteLookup : ILookup
{
    private const int KeysPerQuery = 500;

    private readonly string _path;
    private readonly string _table;
    private readonly string _connectionString;

    /// <exception cref="OptionException">Table or database is missing, or the address is not one of SQLite.</exception>
    public SqliteLookup(ConnectorOptions options, ConnectorContext context)
    {
        _table = options.RequireString("DATASOURCE", "the name of the table");
        _path = SqliteAddress.Read(options, context);
        _connectionString = new SqliteConnectionStringBuilder { DataSource = _path, Mode = SqliteOpenMode.ReadOnly }.ToString();
    }

    /// <summary>Sees to it that database and table are there.</summary>
    public async ValueTask ConnectAsync(CancellationToken cancellation) =>
        await Task.Run(() => Query(static command => command.ExecuteNonQuery(), $"SELECT 1 FROM {Quote(_table)} LIMIT 0"), cancellation).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<IReadOnlyList<SqlObject>>> FindAsync(
        ImmutableArray<string> keyColumns, IReadOnlyList<ImmutableArray<SqlValue>> keys, CancellationToken cancellation)
    {
        var found = new List<SqlObject>[keys.Count];
        for (var i = 0; i < found.Length; i++)
            found[i] = [];

        // The driver works on the caller's thread, which is the rule's.
        await Task.Run(() => Find(keyColumns, keys, found), cancellation).ConfigureAwait(false);
        return found;
    }

    public ValueTask DisposeAsync()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
        return default;
    }

    private void Find(ImmutableArray<string> columns, IReadOnlyList<ImmutableArray<SqlValue>> keys, List<SqlObject>[] found)
    {
        var asked = Enumerable.Range(0, keys.Count).Where(position => !keys[position].Any(static value => value.IsNull));
        foreach (var chunk in asked.Chunk(KeysPerQuery))
        {
            Query(
                command =>
                {
                    AddParameters(command, chunk, keys);
                    using var reader = command.ExecuteReader();
                    var names = Enumerable.Range(1, reader.FieldCount - 1).Select(reader.GetName).ToArray();
                    while (reader.Read())
                        found[reader.GetInt32(0)].Add(ReadRow(reader, names));
                },
                QueryText(columns, chunk));
        }
    }

    // Keys come as a table with their positions, so that each row says whom it answers.
    private string QueryText(ImmutableArray<string> columns, int[] chunk)
    {
        var text = new StringBuilder("WITH asked(position");
        for (var i = 0; i < columns.Length; i++)
            text.Append(CultureInfo.InvariantCulture, $", key{i}");
        text.Append(") AS (VALUES ");
        text.AppendJoin(", ", chunk.Select(position => $"({position}{string.Concat(columns.Select((_, column) => $", $k{position}_{column}"))})"));
        text.Append(CultureInfo.InvariantCulture, $") SELECT asked.position, found.* FROM asked JOIN {Quote(_table)} AS found ON ");
        text.AppendJoin(" AND ", columns.Select(static (column, i) => $"found.{Quote(column)} = asked.key{i}"));
        return text.ToString();
    }

    private static void AddParameters(SqliteCommand command, int[] chunk, IReadOnlyList<ImmutableArray<SqlValue>> keys)
    {
        foreach (var position in chunk)
        {
            for (var column = 0; column < keys[position].Length; column++)
                command.Parameters.AddWithValue($"$k{position}_{column}", ToDatabase(keys[position][column]));
        }
    }

    private static object ToDatabase(SqlValue value) => TableKey.Normalize(value) switch
    {
        { Kind: SqlKind.Integer } number => number.AsInteger(),
        { Kind: SqlKind.Float } number => number.AsFloat(),
        { Kind: SqlKind.Boolean } flag => flag.AsBoolean() ? 1L : 0L,
        { Kind: SqlKind.Bytes } bytes => bytes.AsBytes(),
        var other => SqlText.ToText(other),
    };

    private static SqlObject ReadRow(SqliteDataReader reader, string[] names)
    {
        var row = new SqlObject.Builder();
        for (var i = 0; i < names.Length; i++)
        {
            row[names[i]] = reader.GetValue(i + 1) switch
            {
                long number => number,
                double number => number,
                string text => text,
                byte[] bytes => SqlValue.From(bytes),
                _ => SqlValue.Null,
            };
        }

        return row.ToObject();
    }

    private void Query(Action<SqliteCommand> run, string text)
    {
        try
        {
            using var connection = new SqliteConnection(_connectionString);
            connection.Open();
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names are quoted, values are parameters.
            command.CommandText = text;
#pragma warning restore CA2100
            run(command);
        }
        catch (SqliteException exception)
        {
            throw new IOException($"table '{_table}' of '{_path}' cannot be read: {exception.Message}", exception);
        }
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
