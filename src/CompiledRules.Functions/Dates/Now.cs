namespace CompiledRules.Functions.Dates;

public static partial class DateFunctions
{
    /// <summary>The time of day and date in the rule's zone, as text without a fraction.</summary>
    [SqlFunction("now", Aliases = ["current_timestamp", "local_time", "local_timestamp"], IsDeterministic = false)]
    public static string Now(FunctionContext context) => Now(context, 0);

    /// <param name="digits">Of the fraction of the second, 0 to 6.</param>
    [SqlFunction("now", Aliases = ["current_timestamp", "local_time", "local_timestamp"], IsDeterministic = false)]
    public static string Now(FunctionContext context, [SqlParameter(Minimum = 0)] long digits) => DateText.Format(context.Now, DateText.DateAndTime, digits);
}
