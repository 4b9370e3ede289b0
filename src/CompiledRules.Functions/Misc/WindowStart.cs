namespace CompiledRules.Functions.Misc;

public static partial class MiscFunctions
{
    /// <summary>In milliseconds since the Unix epoch; null outside a window.</summary>
    [SqlFunction("window_start", IsDeterministic = false)]
    public static long? WindowStart(FunctionContext context) => context.Window?.Start;
}
