namespace CompiledRules.Functions.Dates;

public static partial class DateFunctions
{
    /// <summary>The fraction of the second, 0 to 999999.</summary>
    [SqlFunction("microsecond", OnNull = NullGuard.None)]
    public static long Microsecond(FunctionContext context, [SqlParameter(Literals = [SqlKind.DateTime, SqlKind.String])] SqlValue time) => DateArgument.From(time, context).Local.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond;
}
