namespace CompiledRules.Functions.Dates;

public static partial class DateFunctions
{
    /// <summary>0 to 23.</summary>
    [SqlFunction("hour", OnNull = NullGuard.None)]
    public static long Hour(FunctionContext context, [SqlParameter(Literals = [SqlKind.DateTime, SqlKind.String])] SqlValue time) => DateArgument.From(time, context).Local.Hour;
}
