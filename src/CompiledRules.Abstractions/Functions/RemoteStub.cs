using System.ComponentModel;

namespace CompiledRules;

/// <summary>What the generated proxies of remote functions call.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RemoteStub
{
    /// <exception cref="ArgumentException">There is no function of that name.</exception>
    public static IRemoteFunction Require(Func<string, IRemoteFunction?> find, string name) =>
        find(name) ?? throw new ArgumentException($"The function '{name}' is not registered; register its service or plugin first", nameof(find));

    /// <returns>Null where the function's error policy gives nothing instead of an error.</returns>
    /// <exception cref="SqlException">The call failed.</exception>
    public static async ValueTask<SqlValue> CallAsync(IRemoteFunction function, SqlArray arguments, CancellationToken cancellation)
    {
        var result = await function.InvokeAsync(arguments, cancellation).ConfigureAwait(false);
        return result.Error is { } error ? throw error : result.Value;
    }

    /// <summary>One field of a message as the only argument; without a value the argument itself is null.</summary>
    public static SqlArray Field(string name, SqlValue value) => [value.IsNull ? SqlValue.Null : SqlValue.From(SqlObject.FromArrays([name], [value]))];

    public static SqlValue From(DateTimeOffset time) => SqlValue.From(new SqlTime(time.UtcTicks, TimeZoneInfo.Utc));

    public static SqlValue From(DateTimeOffset? time) => time is { } value ? From(value) : SqlValue.Null;

    public static SqlValue From<T>(IReadOnlyList<T>? items, Func<T, SqlValue> convert) =>
        items is null ? SqlValue.Null : SqlValue.From(new SqlArray([.. items.Select(convert)]));

    public static SqlValue From<TKey, TItem>(IReadOnlyDictionary<TKey, TItem>? items, Func<TKey, string> name, Func<TItem, SqlValue> convert) =>
        items is null ? SqlValue.Null : SqlValue.From(SqlObject.From(items.Select(entry => KeyValuePair.Create(name(entry.Key), convert(entry.Value)))));

    public static T? Optional<T>(SqlValue value, Func<SqlValue, T> read)
        where T : class => value.IsNull ? null : read(value);

    public static T? OptionalValue<T>(SqlValue value, Func<SqlValue, T> read)
        where T : struct => value.IsNull ? null : read(value);

    public static bool ToBoolean(SqlValue value, string place) => value.IsBoolean ? value.AsBoolean() : throw Unexpected(value, place, "a boolean");

    /// <remarks>A whole number that came as a float is one: JSON has no other.</remarks>
    public static long ToInteger(SqlValue value, string place)
    {
        if (value.IsInteger)
            return value.AsInteger();
        if (value.IsFloat && value.AsFloat() is var number and >= long.MinValue and < long.MaxValue && Math.Floor(number) == number)
            return (long)number;
        throw Unexpected(value, place, "a whole number");
    }

    public static double ToFloat(SqlValue value, string place) => value.IsNumber ? value.AsNumber() : throw Unexpected(value, place, "a number");

    public static string ToText(SqlValue value, string place) => value.IsString ? value.AsString() : throw Unexpected(value, place, "a string");

    public static byte[] ToBytes(SqlValue value, string place) => value.Kind == SqlKind.Bytes ? value.AsBytes() : throw Unexpected(value, place, "bytes");

    public static DateTimeOffset ToTime(SqlValue value, string place) =>
        value.Kind == SqlKind.DateTime ? new DateTimeOffset(value.AsTime().UtcTicks, TimeSpan.Zero) : throw Unexpected(value, place, "a datetime");

    public static SqlArray ToArray(SqlValue value, string place) => value.Kind == SqlKind.Array ? value.AsArray() : throw Unexpected(value, place, "an array");

    public static SqlObject ToObject(SqlValue value, string place) => value.Kind == SqlKind.Object ? value.AsObject() : throw Unexpected(value, place, "an object");

    public static IReadOnlyList<T> ToList<T>(SqlValue value, string place, Func<SqlValue, T> read) => [.. ToArray(value, place).Select(read)];

    public static IReadOnlyDictionary<TKey, TItem> ToDictionary<TKey, TItem>(SqlValue value, string place, Func<string, TKey> key, Func<SqlValue, TItem> read)
        where TKey : notnull => ToObject(value, place).ToDictionary(entry => key(entry.Key), entry => read(entry.Value));

    private static SqlException Unexpected(SqlValue value, string place, string expected) =>
        new(value.IsNull ? $"{place} is null, expected {expected}" : $"{place} is {value.Kind.ToString().ToLowerInvariant()} {value}, expected {expected}");
}
