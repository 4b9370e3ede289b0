namespace CompiledRules.Functions.Dates;

public static partial class DateFunctions
{
    /// <summary>1 to 31.</summary>
    [SqlFunction("day_of_month", Aliases = ["day"], OnNull = NullGuard.None)]
    public static long DayOfMonth(FunctionContext context, [SqlParameter(Literals = [SqlKind.DateTime, SqlKind.String])] SqlValue time) => DateArgument.From(time, context).Local.Day;
}
