namespace CompiledRules.Functions.Dates;

public static partial class DateFunctions
{
    /// <summary>0 for Sunday to 6.</summary>
    [SqlFunction("day_of_week", OnNull = NullGuard.None)]
    public static long DayOfWeek(FunctionContext context, [SqlParameter(Literals = [SqlKind.DateTime, SqlKind.String])] SqlValue time) => (long)DateArgument.From(time, context).Local.DayOfWeek;
}
