namespace CompiledRules.Functions.Dates;

public static partial class DateFunctions
{
    /// <summary>From <paramref name="start"/> to <paramref name="end"/>, in nanoseconds; wraps around beyond 292 years.</summary>
    [SqlFunction("date_diff", OnNull = NullGuard.None)]
    public static long DateDiff(
        FunctionContext context,
        [SqlParameter(Literals = [SqlKind.DateTime, SqlKind.String])] SqlValue start,
        [SqlParameter(Literals = [SqlKind.DateTime, SqlKind.String])] SqlValue end) =>
        unchecked((DateArgument.From(end, context).UtcTicks - DateArgument.From(start, context).UtcTicks) * TimeSpan.NanosecondsPerTick);
}
