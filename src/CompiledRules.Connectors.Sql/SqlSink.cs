using Microsoft.Data.Sqlite;

namespace CompiledRules.Connectors.Sql;

/// <summary>Writes rows into a table of a SQLite database: <c>TYPE="sql", dburl="sqlite://plant.db", table="alerts"</c>. The table must be there.</summary>
/// <remarks>
/// A message is written as one transaction, an array of rows as much as a row. Under <c>qos</c> 2 all that a checkpoint releases is one transaction, which also moves the
/// rule's mark in the table <c>compiled_rules_mark</c>; it is made when it is first needed. Objects and arrays are written as JSON text, times as text.
/// </remarks>
public sealed class SqlSink : IDynamicSink<SqlValue>, ITransactionalSink<SqlValue>
{
    private static readonly Dictionary<string, string> s_noProperties = [];

    private readonly string _path;
    private readonly string _connectionString;
    private readonly SqlSinkOptions _options;
    private SqliteConnection? _connection;
    private bool _hasMarks;

    /// <exception cref="OptionException">Table or database is missing, or the address is not one of SQLite.</exception>
    public SqlSink(ConnectorOptions options, ConnectorContext context)
    {
        _path = SqliteAddress.Read(options, context);
        _options = SqlSinkOptions.Read(options);
        _connectionString = new SqliteConnectionStringBuilder { DataSource = _path, Mode = SqliteOpenMode.ReadWrite, DefaultTimeout = 1, Pooling = false }.ToString();
    }

    public ValueTask ConnectAsync(CancellationToken cancellation)
    {
        Run(static _ => { });
        return default;
    }

    public ValueTask WriteAsync(SqlValue message, CancellationToken cancellation) => WriteAsync(message, s_noProperties, cancellation);

    public ValueTask WriteAsync(SqlValue message, IReadOnlyDictionary<string, string> properties, CancellationToken cancellation)
    {
        Run(connection =>
        {
            using var transaction = connection.BeginTransaction();
            Write(connection, message, properties);
            transaction.Commit();
        });
        return default;
    }

    public ValueTask<IReadOnlyList<RefusedMessage>> WriteAsync(SinkTransaction<SqlValue> transaction, CancellationToken cancellation)
    {
        List<RefusedMessage> refused = [];
        Run(connection =>
        {
            refused.Clear();
            Marks.Create(connection, ref _hasMarks);
            using var unit = connection.BeginTransaction();
            if (!Marks.Move(connection, transaction.Writer, transaction.Number))
                return;

            for (var i = 0; i < transaction.Messages.Count; i++)
            {
                if (TryWrite(connection, unit, transaction.Messages[i]) is { } error)
                    refused.Add(new RefusedMessage(i, error));
            }

            unit.Commit();
        });
        return ValueTask.FromResult<IReadOnlyList<RefusedMessage>>(refused);
    }

    public ValueTask DisposeAsync()
    {
        Close();
        return default;
    }

    // The others of the transaction are written all the same.
    private SqlException? TryWrite(SqliteConnection connection, SqliteTransaction unit, SinkEntry<SqlValue> entry)
    {
        const string Savepoint = "message";
        unit.Save(Savepoint);
        try
        {
            Write(connection, entry.Message, entry.Properties);
            unit.Release(Savepoint);
            return null;
        }
        catch (Exception error) when (error is SqlException || (error is SqliteException failure && !SqliteFault.IsOutage(failure)))
        {
            unit.Rollback(Savepoint);
            unit.Release(Savepoint);
            return error as SqlException ?? Refusal(error);
        }
    }

    private void Write(SqliteConnection connection, SqlValue message, IReadOnlyDictionary<string, string> properties)
    {
        var table = properties.GetValueOrDefault("table", _options.Table);
        foreach (var row in message.Kind == SqlKind.Array ? message.AsArray() : [message])
        {
            if (row.Kind != SqlKind.Object)
                throw new SqlException($"found {SqlText.Describe(row)}, sink sql takes an object or an array of objects");
            TableRow.Write(connection, table, row.AsObject(), _options);
        }
    }

    private void Run(Action<SqliteConnection> work)
    {
        try
        {
            work(_connection ??= Open());
        }
        catch (SqliteException error) when (SqliteFault.IsOutage(error))
        {
            Close();
            throw new IOException($"database '{_path}' cannot be written: {error.Message}", error);
        }
        catch (SqliteException error)
        {
            throw Refusal(error);
        }
    }

    private SqlException Refusal(Exception error) => new($"database '{_path}', table {_options.Table}: {error.Message}", error);

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        return connection;
    }

    private void Close()
    {
        _connection?.Dispose();
        _connection = null;
        _hasMarks = false;
    }
}
