using System.Globalization;

namespace CompiledRules.Functions.Dates;

public static partial class DateFunctions
{
    /// <summary>The English name of the weekday.</summary>
    [SqlFunction("day_name", OnNull = NullGuard.None)]
    public static string DayName(FunctionContext context, [SqlParameter(Literals = [SqlKind.DateTime, SqlKind.String])] SqlValue time) => DateArgument.From(time, context).Local.ToString("dddd", CultureInfo.InvariantCulture);
}
