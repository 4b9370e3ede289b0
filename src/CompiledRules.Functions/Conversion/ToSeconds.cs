namespace CompiledRules.Functions.Conversion;

public static partial class ConversionFunctions
{
    /// <summary>Whole seconds since the Unix epoch, rounded towards the past.</summary>
    /// <exception cref="SqlException">The argument is no time.</exception>
    [SqlFunction("to_seconds", GuardsEmpty = true)]
    public static long ToSeconds(FunctionContext context, [SqlParameter(Literals = [SqlKind.DateTime, SqlKind.String])] SqlValue time)
    {
        const long MillisecondsPerSecond = 1000;
        var milliseconds = SqlTimeParse.FromValue(time, context.Zone, clock: context.Time).UnixMilliseconds;
        return (milliseconds - (((milliseconds % MillisecondsPerSecond) + MillisecondsPerSecond) % MillisecondsPerSecond)) / MillisecondsPerSecond;
    }
}
