namespace CompiledRules.Functions.Dates;

public static partial class DateFunctions
{
    /// <summary>The time so many seconds after the Unix epoch, as <c>yyyy-MM-dd HH:mm:ss</c> in the rule's zone; 0 is null.</summary>
    [SqlFunction("from_unix_time", GuardsEmpty = true)]
    public static string? FromUnixTime(FunctionContext context, long seconds) => seconds switch
    {
        0 => null,
        _ when seconds < DateTimeOffset.MinValue.ToUnixTimeSeconds() || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds() =>
            throw new SqlException($"{seconds} s since 1970 is beyond the years 1 to 9999"),
        _ => DateText.Format(SqlTime.From(DateTimeOffset.FromUnixTimeSeconds(seconds), context.Zone), DateText.DateAndTime),
    };
}
