namespace CompiledRules.Functions.Dates;

public static partial class DateFunctions
{
    /// <summary>The time as text.</summary>
    /// <param name="pattern">As <see cref="SqlTimeFormat"/> takes it.</param>
    [SqlFunction("format_time", GuardsEmpty = true)]
    public static string FormatTime(FunctionContext context, [SqlParameter(Literals = [SqlKind.DateTime, SqlKind.String])] SqlValue time, string pattern) =>
        SqlTimeFormat.For(pattern).Format(DateArgument.From(time, context));
}
