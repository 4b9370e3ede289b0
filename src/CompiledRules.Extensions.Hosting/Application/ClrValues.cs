namespace CompiledRules.Extensions.Hosting.Application;

/// <summary>Values of SQL as C# values. A null is null where the type has one, and an error elsewhere.</summary>
internal static class ClrValues
{
    public static SqlValue Find(SqlObject row, string name)
    {
        if (row.TryGetValue(name, out var exact))
            return exact;

        for (var i = 0; i < row.Count; i++)
        {
            if (string.Equals(row.Names[i], name, StringComparison.OrdinalIgnoreCase))
                return row.Values[i];
        }

        return SqlValue.Missing;
    }

    public static SqlValue FromTime(DateTimeOffset time) => SqlValue.From(SqlTime.From(time, TimeZoneInfo.Utc));

    /// <summary>A time of no kind is a local one, as C# has it.</summary>
    public static SqlValue FromTime(DateTime time) => FromTime(new DateTimeOffset(time));

    public static bool ToBoolean(SqlValue value, string column) => value.IsBoolean ? value.AsBoolean() : throw Mismatch(column, value, "a boolean");

    public static long ToInteger(SqlValue value, string column) => value switch
    {
        { IsInteger: true } => value.AsInteger(),
        { IsFloat: true } when double.IsInteger(value.AsFloat()) && Math.Abs(value.AsFloat()) < 9e18 => (long)value.AsFloat(),
        _ => throw Mismatch(column, value, "a whole number"),
    };

    public static double ToFloat(SqlValue value, string column) => value.IsNumber ? value.AsNumber() : throw Mismatch(column, value, "a number");

    public static string? ToText(SqlValue value, string column) => value.IsNull ? null : value.IsString ? value.AsString() : throw Mismatch(column, value, "a string");

    public static byte[]? ToBytes(SqlValue value, string column) => value.IsNull ? null : value.Kind == SqlKind.Bytes ? value.AsBytes() : throw Mismatch(column, value, "bytes");

    public static SqlObject? ToObject(SqlValue value, string column) => value.IsNull ? null : value.Kind == SqlKind.Object ? value.AsObject() : throw Mismatch(column, value, "an object");

    public static SqlArray? ToArray(SqlValue value, string column) => value.IsNull ? null : value.Kind == SqlKind.Array ? value.AsArray() : throw Mismatch(column, value, "an array");

    public static Guid ToGuid(SqlValue value, string column) => value.IsString && Guid.TryParse(value.AsString(), out var id) ? id : throw Mismatch(column, value, "a GUID");

    public static T ToEnum<T>(SqlValue value, string column)
        where T : struct, Enum => value.IsString && Enum.TryParse<T>(value.AsString(), true, out var known) && Enum.IsDefined(known)
            ? known
            : throw Mismatch(column, value, $"one of {string.Join(", ", Enum.GetNames<T>())}");

    /// <summary>A number counts milliseconds since the Unix epoch.</summary>
    public static DateTimeOffset ToDateTimeOffset(SqlValue value, string column) => value switch
    {
        { Kind: SqlKind.DateTime } => new DateTimeOffset(value.AsTime().UtcTicks, TimeSpan.Zero),
        { IsInteger: true } => DateTimeOffset.FromUnixTimeMilliseconds(value.AsInteger()),
        { IsString: true } when SqlTimeParse.TryParse(value.AsString(), TimeZoneInfo.Utc, out var time) => new DateTimeOffset(time.UtcTicks, TimeSpan.Zero),
        _ => throw Mismatch(column, value, "a time"),
    };

    public static DateTime ToDateTime(SqlValue value, string column) => ToDateTimeOffset(value, column).UtcDateTime;

    public static SqlException Mismatch(string column, SqlValue value, string expected) =>
        new($"column '{column}': found {(value.IsMissing ? "nothing" : SqlText.Describe(value))}, expected {expected}");
}
