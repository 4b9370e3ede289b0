using System.Globalization;

namespace CompiledRules.Functions.Dates;

public static partial class DateFunctions
{
    /// <summary>The last day of the time's month, as <c>yyyy-MM-dd</c>.</summary>
    [SqlFunction("last_day", OnNull = NullGuard.None)]
    public static string LastDay(FunctionContext context, [SqlParameter(Literals = [SqlKind.DateTime, SqlKind.String])] SqlValue time)
    {
        var local = DateArgument.From(time, context).Local;
        return new DateOnly(local.Year, local.Month, DateTime.DaysInMonth(local.Year, local.Month)).ToString(DateText.Date, CultureInfo.InvariantCulture);
    }
}
