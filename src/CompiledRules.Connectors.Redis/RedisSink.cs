using StackExchange.Redis;

namespace CompiledRules.Connectors.Redis;

/// <summary>Keeps rows under keys: <c>TYPE="redis", addr="host:6379", key="last"</c>, or <c>field="id"</c> for the key that stands in a field of the row.</summary>
/// <remarks>
/// <c>keyType</c> single (the default) writes the row as JSON under its key; multiple writes each field under its own name. <c>dataType</c> string (the default) puts the value
/// in the place of the one before, list puts it at the head of a list. <c>expiration</c> lets keys go after a time. <c>rowkindField</c> names a field that says insert, update,
/// upsert or delete; a delete removes the key, or the head of its list. A message goes in one round trip.
/// </remarks>
public sealed class RedisSink : IDynamicSink<SqlValue>, IConnectionStatus
{
    private static readonly Dictionary<string, string> s_noProperties = [];

    private readonly RedisConnection _connection;
    private readonly string? _key;
    private readonly string? _field;
    private readonly bool _isMultiple;
    private readonly bool _isList;
    private readonly TimeSpan? _expiration;
    private readonly string? _rowkindField;

    /// <exception cref="OptionException">An option is missing or cannot be used.</exception>
    public RedisSink(ConnectorOptions options, ConnectorContext context)
    {
        _connection = new RedisConnection(options, "addr");
        _isMultiple = options.GetChoice("keyType", "single", "single", "multiple") == "multiple";
        _field = options.GetStringOrNull("field");
        _key = _field is null && !_isMultiple ? options.RequireString("key", "the key to write, or 'field' for the field that has it") : options.GetStringOrNull("key");
        _isList = options.GetChoice("dataType", "string", "string", "list") == "list";
        _expiration = options.GetDuration("expiration", TimeSpan.Zero) is { Ticks: > 0 } given ? given : null;
        _rowkindField = options.GetStringOrNull("rowkindField");
    }

    public ConnectionStatus Status => _connection.Status.Current;

    public IObservable<ConnectionStatus> StatusChanges => _connection.Status;

    public async ValueTask ConnectAsync(CancellationToken cancellation) => await _connection.OpenAsync(cancellation).ConfigureAwait(false);

    public ValueTask WriteAsync(SqlValue message, CancellationToken cancellation) => WriteAsync(message, s_noProperties, cancellation);

    public async ValueTask WriteAsync(SqlValue message, IReadOnlyDictionary<string, string> properties, CancellationToken cancellation)
    {
        // Whatever is wrong with a row is known before the first one is written.
        var changes = (message.Kind == SqlKind.Array ? message.AsArray() : [message]).SelectMany(row => ChangesOf(row, properties)).ToList();
        await _connection.AskAsync(
            async database =>
            {
                await Task.WhenAll(changes.Select(change => WriteAsync(database, change))).ConfigureAwait(false);
                return true;
            },
            cancellation).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    // Commands go out in the order in which they are called.
    private async Task WriteAsync(IDatabase database, Change change)
    {
        var (key, value, isDeletion) = change;
        if (isDeletion)
        {
            await (_isList ? (Task)database.ListLeftPopAsync(key) : database.KeyDeleteAsync(key)).ConfigureAwait(false);
            return;
        }

        if (!_isList)
        {
            await database.StringSetAsync(key, value, _expiration, keepTtl: false).ConfigureAwait(false);
            return;
        }

        var push = database.ListLeftPushAsync(key, value);
        if (_expiration is { } expiration)
            await database.KeyExpireAsync(key, expiration).ConfigureAwait(false);
        await push.ConfigureAwait(false);
    }

    private IEnumerable<Change> ChangesOf(SqlValue item, IReadOnlyDictionary<string, string> properties)
    {
        if (item.Kind != SqlKind.Object)
            throw new SqlException($"found {SqlText.Describe(item)}, sink redis takes an object or an array of objects");

        var row = item.AsObject();
        var isDeletion = IsDeletion(row);
        if (_rowkindField is not null && row.ContainsName(_rowkindField))
            row = SqlObject.From(row.Where(entry => entry.Key != _rowkindField));
        if (_isMultiple)
            return row.Select(entry => new Change(entry.Key, ToText(entry.Value), isDeletion));

        return [new Change(KeyOf(row, properties), SqlJson.ToText(row), isDeletion)];
    }

    private string KeyOf(SqlObject row, IReadOnlyDictionary<string, string> properties)
    {
        if (_field is null)
            return properties.GetValueOrDefault("key", _key!);

        return row[_field] is { IsNull: false } key ? SqlText.ToText(key) : throw new SqlException($"found no value in field '{_field}', which has the key of the row");
    }

    private bool IsDeletion(SqlObject row) => (_rowkindField is not null && row[_rowkindField] is { IsNull: false } kind ? SqlText.ToText(kind) : "upsert") switch
    {
        "insert" or "update" or "upsert" => false,
        "delete" => true,
        var other => throw new SqlException($"field '{_rowkindField}': found '{other}', expected insert, update, upsert or delete"),
    };

    private static string ToText(SqlValue value) => value.Kind is SqlKind.Array or SqlKind.Object ? SqlJson.ToText(value) : SqlText.ToText(value);

    private readonly record struct Change(RedisKey Key, RedisValue Value, bool IsDeletion);
}
