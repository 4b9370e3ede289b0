namespace CompiledRules.Functions.Dates;

public static partial class DateFunctions
{
    /// <summary>0 to 59.</summary>
    [SqlFunction("second", OnNull = NullGuard.None)]
    public static long Second(FunctionContext context, [SqlParameter(Literals = [SqlKind.DateTime, SqlKind.String])] SqlValue time) => DateArgument.From(time, context).Local.Second;
}
