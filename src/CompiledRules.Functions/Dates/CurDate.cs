namespace CompiledRules.Functions.Dates;

public static partial class DateFunctions
{
    /// <summary>Today in the rule's zone, as <c>yyyy-MM-dd</c>.</summary>
    [SqlFunction("cur_date", Aliases = ["current_date"], IsDeterministic = false)]
    public static string CurDate(FunctionContext context) => DateText.Format(context.Now, DateText.Date);
}
