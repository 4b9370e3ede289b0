using System.Buffers;
using System.Data.Common;
using CompiledRules.Connectors.Sql.Databases;

namespace CompiledRules.Connectors.Sql;

/// <summary>Rows of a table, asked for again and again: <c>TYPE="sql", DATASOURCE="readings", dburl="postgres://user:password@host/plant", interval="10s"</c>.</summary>
/// <remarks>
/// With <c>indexFields</c> in <c>internalSqlQueryCfg</c> only rows behind the last one are read, in the order of these columns, and the stream can go back to any row; without
/// them all rows are read each time. <c>templateSqlQueryCfg</c> asks a query of one's own. A query that fails is told by <see cref="Status"/>; the next one is made at its time.
/// A row that is written later than another one with a greater index value is not seen: use a column that the database counts.
/// </remarks>
public sealed class SqlSource : ISource<SourceRow>, IConnectionStatus, IRewindable
{
    private readonly SqlDatabase _database;
    private readonly SqlSourceOptions _options;
    private readonly TimeProvider _time;
    private readonly ConnectionStatusFeed _status = new();
    private SqlValue[] _position;

    /// <exception cref="OptionException">Table or database is missing, or an option cannot be used.</exception>
    public SqlSource(ConnectorOptions options, ConnectorContext context)
    {
        _database = SqlDatabase.Read(options, context, isWriter: false);
        _options = SqlSourceOptions.Read(options, context.Time);
        _time = context.Time;
        _position = [.. _options.Index.Select(static field => field.Start)];
    }

    public ConnectionStatus Status => _status.Current;

    public IObservable<ConnectionStatus> StatusChanges => _status;

    public void WritePosition(IBufferWriter<byte> position) => SqlPosition.Write(_position, position);

    public void Rewind(ReadOnlySpan<byte> position) => _position = SqlPosition.Read(position, _options.Index.Count);

    public IDisposable Subscribe(IObserver<SourceRow> observer)
    {
        var stop = new CancellationTokenSource();
        _ = Task.Run(() => RunAsync(observer, stop.Token), CancellationToken.None);
        return new Release(() =>
        {
            stop.Cancel();
            stop.Dispose();
        });
    }

    private async Task RunAsync(IObserver<SourceRow> observer, CancellationToken stop)
    {
        using var session = new SqlSession(_database);
        var due = _time.GetUtcNow();
        while (!stop.IsCancellationRequested)
        {
            var rows = await TryQueryAsync(session, stop).ConfigureAwait(false);
            foreach (var row in rows ?? [])
            {
                if (stop.IsCancellationRequested)
                    return;

                Advance(row);
                observer.OnNext(new SourceRow(row));
            }

            // A full page has more behind it.
            if (rows is not null && _options.Limit > 0 && rows.Count == _options.Limit)
                continue;
            if (rows is not null && _options.Interval == TimeSpan.Zero)
            {
                observer.OnCompleted();
                return;
            }

            var now = _time.GetUtcNow();
            var interval = _options.Interval > TimeSpan.Zero ? _options.Interval : TimeSpan.FromSeconds(1);
            while (due <= now)
                due += interval;
            await Task.Delay(due - now, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Null where the database gives no answer.
    private async Task<List<SqlObject>?> TryQueryAsync(SqlSession session, CancellationToken stop)
    {
        var rows = new List<SqlObject>();
        string[]? names = null;
        try
        {
            var (text, values) = NextQuery();
            await session.RunAsync(
                open => open.QueryAsync(text, values, reader => rows.Add(ColumnValues.ReadRow(reader, names ??= ColumnValues.NamesOf(reader))), stop), "read", stop).ConfigureAwait(false);
            _status.Set(ConnectionState.Connected);
            return rows;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or DbException or SqlException)
        {
            // The driver has its own exception for what was cancelled.
            if (!stop.IsCancellationRequested)
                _status.Set(ConnectionState.Disconnected, exception is DbException ? $"database '{_database.Address}': {exception.Message}" : exception.Message);
            return null;
        }
    }

    private (string Text, IReadOnlyList<object> Values) NextQuery()
    {
        if (_options.Query is { } template)
            return (template.Render(SqlObject.From(_options.Index.Zip(_position, (field, value) => KeyValuePair.Create(field.Name, SqlQuery.Escape(_database, value))))), []);

        var text = $"SELECT * FROM {_database.Quote(_options.Table!)}";
        IReadOnlyList<object> values = [];
        if (_options.Index.Count > 0)
        {
            if (Array.TrueForAll(_position, static value => !value.IsNull))
            {
                text += $" WHERE {Behind()}";
                values = [.. _position.Select(_database.ToParameter)];
            }

            text += $" ORDER BY {SqlWords.Names(_database, _options.Index.Select(static field => field.Name))}";
        }

        return (_options.Limit > 0 ? $"{text} LIMIT {_options.Limit}" : text, values);
    }

    // (a > @p0) OR (a = @p0 AND b > @p1) …
    private string Behind() => string.Join(" OR ", _options.Index.Select((field, last) =>
        $"({string.Concat(_options.Index.Take(last).Select((equal, i) => $"{_database.Quote(equal.Name)} = {SqlWords.Parameter(i)} AND "))}{_database.Quote(field.Name)} > {SqlWords.Parameter(last)})"));

    private void Advance(SqlObject row)
    {
        if (_options.Index.Count > 0)
            _position = [.. _options.Index.Select((field, i) => row[field.Name] is { IsNull: false } value ? value : _position[i])];
    }
}
