namespace CompiledRules.Functions.Dates;

public static partial class DateFunctions
{
    /// <summary>1 to 366.</summary>
    [SqlFunction("day_of_year", OnNull = NullGuard.None)]
    public static long DayOfYear(FunctionContext context, [SqlParameter(Literals = [SqlKind.DateTime, SqlKind.String])] SqlValue time) => DateArgument.From(time, context).Local.DayOfYear;
}
