namespace CompiledRules.Functions.Dates;

/// <summary>The time argument of date functions: a time, milliseconds since the Unix epoch, or text.</summary>
internal static class DateArgument
{
    public static SqlTime From(SqlValue value, FunctionContext context) => SqlTimeParse.FromValue(value, context.Zone, clock: context.Time);
}
