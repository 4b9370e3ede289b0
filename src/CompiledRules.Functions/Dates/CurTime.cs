namespace CompiledRules.Functions.Dates;

public static partial class DateFunctions
{
    /// <summary>The time of day in the rule's zone, as text without a fraction.</summary>
    [SqlFunction("cur_time", Aliases = ["current_time"], IsDeterministic = false)]
    public static string CurTime(FunctionContext context) => CurTime(context, 0);

    /// <param name="digits">Of the fraction of the second, 0 to 6.</param>
    [SqlFunction("cur_time", Aliases = ["current_time"], IsDeterministic = false)]
    public static string CurTime(FunctionContext context, [SqlParameter(Minimum = 0)] long digits) => DateText.Format(context.Now, DateText.TimeOfDay, digits);
}
