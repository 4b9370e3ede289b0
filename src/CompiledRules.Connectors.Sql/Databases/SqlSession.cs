using System.Data.Common;

namespace CompiledRules.Connectors.Sql.Databases;

/// <summary>One connection to a database: opened when it is needed, and anew after an outage. Calls must not overlap.</summary>
internal sealed class SqlSession(SqlDatabase database) : IDisposable
{
    // Statements that follow the data may be any number.
    private const int MaximumKeptCommands = 64;

    private readonly Dictionary<string, DbCommand> _commands = new(StringComparer.Ordinal);
    private DbConnection? _connection;
    private DbTransaction? _transaction;

    public SqlDatabase Database => database;

    /// <summary>Grows with each connection that is made, for what is to be done once for each.</summary>
    public int Generation { get; private set; }

    /// <exception cref="IOException">The database cannot be reached, or not now; the message names it, without user and password.</exception>
    /// <exception cref="DbException">The database refuses a statement.</exception>
    public async ValueTask RunAsync(Func<SqlSession, Task> work, string purpose, CancellationToken cancellation)
    {
        try
        {
            if (_connection is null)
                await OpenAsync(cancellation).ConfigureAwait(false);
            await work(this).ConfigureAwait(false);
        }
        catch (Exception error) when (error is DbException or InvalidOperationException or TimeoutException or IOException && IsOutage(error))
        {
            Close();
            throw new IOException($"database '{database.Address}' cannot be {purpose}: {error.Message}", error);
        }
        catch (Exception) when (_transaction is not null)
        {
            // What was done for nothing must not be there for the next one.
            Close();
            throw;
        }
    }

    /// <summary>All or nothing of what <paramref name="work"/> does.</summary>
    public async Task TransactAsync(Func<DbTransaction, Task<bool>> work, CancellationToken cancellation)
    {
        _transaction = await _connection!.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var isDone = await work(_transaction).ConfigureAwait(false);
        if (isDone)
            await _transaction.CommitAsync(cancellation).ConfigureAwait(false);
        else
            await _transaction.RollbackAsync(cancellation).ConfigureAwait(false);
        await _transaction.DisposeAsync().ConfigureAwait(false);
        _transaction = null;
    }

    /// <returns>The number of rows that were changed.</returns>
    public Task<int> ExecuteAsync(string text, IReadOnlyList<object> values, CancellationToken cancellation) => Command(text, values).ExecuteNonQueryAsync(cancellation);

    public async Task QueryAsync(string text, IReadOnlyList<object> values, Action<DbDataReader> read, CancellationToken cancellation)
    {
        var reader = await Command(text, values).ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
                read(reader);
        }
    }

    public void Dispose() => Close();

    private bool IsOutage(Exception error) => error is IOException || _connection?.State != System.Data.ConnectionState.Open || (error is DbException failure && database.IsOutage(failure));

    private async ValueTask OpenAsync(CancellationToken cancellation)
    {
        _connection = database.CreateConnection();
        await _connection.OpenAsync(cancellation).ConfigureAwait(false);
        Generation++;
    }

    // The values are @p0, @p1 … in the text. A statement that comes again keeps what the driver has worked out.
    private DbCommand Command(string text, IReadOnlyList<object> values)
    {
        if (!database.KeepsCommands || !_commands.TryGetValue(text, out var command))
        {
            if (_commands.Count == MaximumKeptCommands || !database.KeepsCommands)
                Forget();
            command = _connection!.CreateCommand();
#pragma warning disable CA2100 // Names are quoted, values are parameters; the text of a template is the user's.
            command.CommandText = text;
#pragma warning restore CA2100
            _commands.Add(text, command);
        }

        command.Transaction = _transaction;
        command.Parameters.Clear();
        for (var i = 0; i < values.Count; i++)
            database.AddParameter(command, SqlWords.Parameter(i), values[i]);
        return command;
    }

    private void Forget()
    {
        foreach (var command in _commands.Values)
            command.Dispose();
        _commands.Clear();
    }

    private void Close()
    {
        Forget();
        try
        {
            _transaction?.Dispose();
            _connection?.Dispose();
        }
        catch (DbException)
        {
            // It is gone already.
        }

        _transaction = null;
        _connection = null;
    }
}
