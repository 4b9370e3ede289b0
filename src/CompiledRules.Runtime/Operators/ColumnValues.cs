namespace CompiledRules.Runtime.Operators;

/// <summary>Reads a column of a declared type out of a slot, and members of C# rows whose type is not one of SQL.</summary>
/// <remarks>A missing column reads as null. A slot of another kind than declared is a <see cref="SqlException"/>.</remarks>
public static class ColumnValues
{
    public static long? Integer(SqlValue value) => value.IsInteger ? value.AsInteger() : value.IsNull ? null : throw Refuse(value, "bigint");

    public static double? Float(SqlValue value) =>
        value.IsFloat ? value.AsFloat() : value.IsNull ? null : value.IsInteger ? value.AsInteger() : throw Refuse(value, "float");

    public static bool? Boolean(SqlValue value) => value.IsBoolean ? value.AsBoolean() : value.IsNull ? null : throw Refuse(value, "boolean");

    public static string? String(SqlValue value) => value.IsString ? value.AsString() : value.IsNull ? null : throw Refuse(value, "string");

    public static SqlArray? Array(SqlValue value) => value.Kind == SqlKind.Array ? value.AsArray() : value.IsNull ? null : throw Refuse(value, "array");

    public static SqlObject? Object(SqlValue value) => value.Kind == SqlKind.Object ? value.AsObject() : value.IsNull ? null : throw Refuse(value, "struct");

    /// <summary>A value without a zone is taken as UTC.</summary>
    public static SqlTime FromClr(DateTime value) => new(value.Kind == DateTimeKind.Local ? value.ToUniversalTime().Ticks : value.Ticks, TimeZoneInfo.Utc);

    public static SqlTime? FromClr(DateTime? value) => value is { } time ? FromClr(time) : null;

    public static SqlTime FromClr(DateTimeOffset value) => SqlTime.From(value, TimeZoneInfo.Utc);

    public static SqlTime? FromClr(DateTimeOffset? value) => value is { } time ? FromClr(time) : null;

    public static DateTime ToDateTime(SqlTime value) => new(value.UtcTicks, DateTimeKind.Utc);

    public static DateTimeOffset ToDateTimeOffset(SqlTime value) => value.Local;

    /// <exception cref="SqlException">The number needs more than 32 bits.</exception>
    public static int ToInt32(long value) => value is >= int.MinValue and <= int.MaxValue ? (int)value : throw new SqlException($"{value} is too large for a member of type int");

    /// <summary>The event time of a row, in milliseconds since the Unix epoch.</summary>
    /// <param name="format">The pattern that text is read with first; null for the layouts of the dialect only.</param>
    public static long Timestamp(SqlValue value, string column, string? format, FunctionContext context) => value switch
    {
        { IsInteger: true } => value.AsInteger(),
        { IsFloat: true } => (long)value.AsFloat(),
        { IsNull: true } => throw new SqlException($"cannot find timestamp field {column}"),
        _ => SqlTimeParse.FromValue(value, context.Zone, format, context.Time).UnixMilliseconds,
    };

    private static SqlException Refuse(SqlValue value, string type) => new($"a {type} column holds {SqlText.Describe(value)}");
}
