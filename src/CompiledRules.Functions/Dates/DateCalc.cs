namespace CompiledRules.Functions.Dates;

public static partial class DateFunctions
{
    /// <summary>The time plus a duration, as <c>yyyy-MM-dd HH:mm:ss</c> in the zone of the time.</summary>
    /// <param name="duration">As <see cref="GoDuration"/> takes it, such as <c>1h30m</c> or <c>-15m</c>.</param>
    [SqlFunction("date_calc", OnNull = NullGuard.None)]
    public static string DateCalc(FunctionContext context, [SqlParameter(Literals = [SqlKind.DateTime, SqlKind.String])] SqlValue time, [SqlParameter(IsLiteral = true)] string duration)
    {
        var start = DateArgument.From(time, context);
        var ticks = (Int128)start.UtcTicks + GoDuration.Parse(duration).Ticks;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks
            ? DateText.Format(start with { UtcTicks = (long)ticks }, DateText.DateAndTime)
            : throw new SqlException($"{start} plus {duration} is beyond the years 1 to 9999");
    }
}
