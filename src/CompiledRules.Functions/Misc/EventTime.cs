namespace CompiledRules.Functions.Misc;

public static partial class MiscFunctions
{
    /// <summary>The time of the row, or when its window was emitted, in milliseconds since the Unix epoch.</summary>
    [SqlFunction("event_time", IsDeterministic = false)]
    public static long EventTime(FunctionContext context) => context.EventTime;
}
