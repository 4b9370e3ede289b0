using System.Collections.Immutable;
using System.Globalization;
using StackExchange.Redis;

namespace CompiledRules.Connectors.Redis;

/// <summary>Rows by the key that they have in Redis: <c>TYPE="redis", DATASOURCE="0", KEY="id", KIND="lookup", addr="host:6379"</c>. <c>DATASOURCE</c> is the number of the database.</summary>
/// <remarks>
/// With <c>datatype</c> string the value of a key is a JSON object, or an array of them; with list each item is a JSON object. The join compares one column: its value
/// is the key. A batch of keys costs one round trip.
/// </remarks>
public sealed class RedisLookup : ILookup
{
    private readonly RedisConnection _connection;
    private readonly string _key;
    private readonly bool _isList;

    /// <exception cref="OptionException">An option is missing or cannot be used.</exception>
    public RedisLookup(ConnectorOptions options, ConnectorContext context)
    {
        _connection = new RedisConnection(options, "addr", (int)options.GetInteger("DATASOURCE", 0, 0, 15));
        _key = options.RequireString("KEY", "the column whose value is the key in Redis");
        _isList = options.GetChoice("datatype", "string", "string", "list") == "list";
    }

    public async ValueTask ConnectAsync(CancellationToken cancellation) => await _connection.OpenAsync(cancellation).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<IReadOnlyList<SqlObject>>> FindAsync(
        ImmutableArray<string> keyColumns, IReadOnlyList<ImmutableArray<SqlValue>> keys, CancellationToken cancellation)
    {
        if (keyColumns is not [var column] || column != _key)
            throw new SqlException($"found a join by {string.Join(" and ", keyColumns)}, a Redis table is asked by its key '{_key}' alone");

        var names = keys.Select(static key => key[0].IsNull ? null : TextOf(key[0])).ToArray();
        return await _connection.AskAsync(database => _isList ? ReadListsAsync(database, names) : ReadStringsAsync(database, names), cancellation).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static async Task<IReadOnlyList<IReadOnlyList<SqlObject>>> ReadStringsAsync(IDatabase database, string?[] keys)
    {
        var asked = keys.OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        var values = asked.Length == 0 ? [] : await database.StringGetAsync([.. asked.Select(static key => (RedisKey)key)]).ConfigureAwait(false);
        var found = asked.Zip(values).ToDictionary(static pair => pair.First, static pair => pair.Second, StringComparer.Ordinal);
        return [.. keys.Select(key => key is null ? [] : RowsOf(found[key], key))];
    }

    private static async Task<IReadOnlyList<IReadOnlyList<SqlObject>>> ReadListsAsync(IDatabase database, string?[] keys)
    {
        var lists = await Task.WhenAll(keys.Select(key => key is null ? Task.FromResult(Array.Empty<RedisValue>()) : database.ListRangeAsync(key))).ConfigureAwait(false);
        return [.. lists.Zip(keys, static (items, key) => items.SelectMany(item => RowsOf(item, key!)).ToList())];
    }

    private static List<SqlObject> RowsOf(RedisValue text, string key)
    {
        if (text.IsNull)
            return [];

        var value = SqlJson.Parse(((ReadOnlyMemory<byte>)text).Span);
        return value.Kind switch
        {
            SqlKind.Object => [value.AsObject()],
            SqlKind.Array when value.AsArray().All(static item => item.Kind == SqlKind.Object) => [.. value.AsArray().Select(static item => item.AsObject())],
            _ => throw new SqlException($"key '{key}': found {SqlText.Describe(value)}, expected a JSON object or an array of them"),
        };
    }

    // Integer 1 and float 1 are the same key.
    private static string TextOf(SqlValue key) => key.IsNumber && double.IsInteger(key.AsNumber()) ? key.AsNumber().ToString("0", CultureInfo.InvariantCulture) : SqlText.ToText(key);
}
