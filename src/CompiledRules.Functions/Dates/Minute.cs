namespace CompiledRules.Functions.Dates;

public static partial class DateFunctions
{
    /// <summary>0 to 59.</summary>
    [SqlFunction("minute", OnNull = NullGuard.None)]
    public static long Minute(FunctionContext context, [SqlParameter(Literals = [SqlKind.DateTime, SqlKind.String])] SqlValue time) => DateArgument.From(time, context).Local.Minute;
}
