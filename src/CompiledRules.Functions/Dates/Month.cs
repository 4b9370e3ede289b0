namespace CompiledRules.Functions.Dates;

public static partial class DateFunctions
{
    /// <summary>1 to 12.</summary>
    [SqlFunction("month", OnNull = NullGuard.None)]
    public static long Month(FunctionContext context, [SqlParameter(Literals = [SqlKind.DateTime, SqlKind.String])] SqlValue time) => DateArgument.From(time, context).Local.Month;
}
