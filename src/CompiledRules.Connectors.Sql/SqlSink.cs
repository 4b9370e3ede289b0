using System.Data.Common;
using CompiledRules.Connectors.Sql.Databases;

namespace CompiledRules.Connectors.Sql;

/// <summary>Writes rows into a table of SQLite, PostgreSQL or MySQL: <c>TYPE="sql", dburl="sqlite://plant.db", table="alerts"</c>. The table must be there.</summary>
/// <remarks>
/// A message is written as one transaction, an array of rows as much as a row. Under <c>qos</c> 2 all that a checkpoint releases is one transaction, which also moves the
/// rule's mark in the table <c>compiled_rules_mark</c>; it is made when it is first needed. Objects and arrays are written as JSON text, times in UTC as text.
/// </remarks>
public sealed class SqlSink : IDynamicSink<SqlValue>, ITransactionalSink<SqlValue>
{
    private const string Savepoint = "message";

    private static readonly Dictionary<string, string> s_noProperties = [];

    private readonly SqlSinkOptions _options;
    private readonly SqlSession _session;
    private readonly TableWriter _writer;
    private int _generationWithMarks;

    /// <exception cref="OptionException">Table or database is missing, or the address is one of no database that is known here.</exception>
    public SqlSink(ConnectorOptions options, ConnectorContext context)
    {
        _session = new SqlSession(SqlDatabase.Read(options, context, isWriter: true));
        _options = SqlSinkOptions.Read(options);
        _writer = new TableWriter(_session, _options);
    }

    public ValueTask ConnectAsync(CancellationToken cancellation) => RunAsync(static _ => Task.CompletedTask, cancellation);

    public ValueTask WriteAsync(SqlValue message, CancellationToken cancellation) => WriteAsync(message, s_noProperties, cancellation);

    public ValueTask WriteAsync(SqlValue message, IReadOnlyDictionary<string, string> properties, CancellationToken cancellation) => RunAsync(
        session => session.TransactAsync(
            async _ =>
            {
                await WriteAsync([new SinkEntry<SqlValue>(message, properties)], cancellation).ConfigureAwait(false);
                return true;
            },
            cancellation),
        cancellation);

    public async ValueTask<IReadOnlyList<RefusedMessage>> WriteAsync(SinkTransaction<SqlValue> transaction, CancellationToken cancellation)
    {
        List<RefusedMessage> refused = [];
        await RunAsync(
            async session =>
            {
                refused.Clear();
                await CreateMarksAsync(session, cancellation).ConfigureAwait(false);
                await session.TransactAsync(
                    async unit =>
                    {
                        var isNew = await Marks.MoveAsync(session, transaction.Writer, transaction.Number, cancellation).ConfigureAwait(false);
                        if (isNew)
                            await WriteAllAsync(unit, transaction.Messages, refused, cancellation).ConfigureAwait(false);
                        return isNew;
                    },
                    cancellation).ConfigureAwait(false);
            },
            cancellation).ConfigureAwait(false);
        return refused;
    }

    public ValueTask DisposeAsync()
    {
        _session.Dispose();
        return default;
    }

    private async Task CreateMarksAsync(SqlSession session, CancellationToken cancellation)
    {
        if (_generationWithMarks == session.Generation)
            return;

        await Marks.CreateAsync(session, cancellation).ConfigureAwait(false);
        _generationWithMarks = session.Generation;
    }

    // All at once is fast; one by one finds the message that cannot be written, and the others are written all the same.
    private async Task WriteAllAsync(DbTransaction unit, IReadOnlyList<SinkEntry<SqlValue>> messages, List<RefusedMessage> refused, CancellationToken cancellation)
    {
        if (await TryWriteAsync(unit, messages, cancellation).ConfigureAwait(false) is null)
            return;

        for (var i = 0; i < messages.Count; i++)
        {
            if (await TryWriteAsync(unit, [messages[i]], cancellation).ConfigureAwait(false) is { } error)
                refused.Add(new RefusedMessage(i, error));
        }
    }

    private async Task<SqlException?> TryWriteAsync(DbTransaction unit, IReadOnlyList<SinkEntry<SqlValue>> messages, CancellationToken cancellation)
    {
        await unit.SaveAsync(Savepoint, cancellation).ConfigureAwait(false);
        try
        {
            await WriteAsync(messages, cancellation).ConfigureAwait(false);
            await unit.ReleaseAsync(Savepoint, cancellation).ConfigureAwait(false);
            return null;
        }
        catch (Exception error) when (error is SqlException || (error is DbException failure && !_session.Database.IsOutage(failure)))
        {
            await unit.RollbackAsync(Savepoint, cancellation).ConfigureAwait(false);
            await unit.ReleaseAsync(Savepoint, cancellation).ConfigureAwait(false);
            return error as SqlException ?? Refusal(error);
        }
    }

    // Messages for one table that follow each other go together.
    private async Task WriteAsync(IReadOnlyList<SinkEntry<SqlValue>> messages, CancellationToken cancellation)
    {
        for (var i = 0; i < messages.Count;)
        {
            var table = TableOf(messages[i]);
            var first = i;
            while (i < messages.Count && TableOf(messages[i]) == table)
                i++;
            await _writer.WriteAsync(table, messages.Skip(first).Take(i - first).SelectMany(static entry => RowsOf(entry.Message)), cancellation).ConfigureAwait(false);
        }
    }

    private string TableOf(SinkEntry<SqlValue> entry) => entry.Properties.GetValueOrDefault("table", _options.Table);

    private static IEnumerable<SqlObject> RowsOf(SqlValue message)
    {
        foreach (var row in message.Kind == SqlKind.Array ? message.AsArray() : [message])
            yield return row.Kind == SqlKind.Object ? row.AsObject() : throw new SqlException($"found {SqlText.Describe(row)}, sink sql takes an object or an array of objects");
    }

    private async ValueTask RunAsync(Func<SqlSession, Task> work, CancellationToken cancellation)
    {
        try
        {
            await _session.RunAsync(work, "written", cancellation).ConfigureAwait(false);
        }
        catch (DbException error)
        {
            throw Refusal(error);
        }
    }

    private SqlException Refusal(Exception error) => new($"database '{_session.Database.Address}', table {_options.Table}: {error.Message}", error);
}
