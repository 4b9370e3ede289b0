using System.Globalization;

namespace CompiledRules.Functions.Dates;

public static partial class DateFunctions
{
    /// <summary>The English name of the month.</summary>
    [SqlFunction("month_name", OnNull = NullGuard.None)]
    public static string MonthName(FunctionContext context, [SqlParameter(Literals = [SqlKind.DateTime, SqlKind.String])] SqlValue time) => DateArgument.From(time, context).Local.ToString("MMMM", CultureInfo.InvariantCulture);
}
