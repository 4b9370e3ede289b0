namespace CompiledRules.Functions.Misc;

public static partial class MiscFunctions
{
    /// <summary>In milliseconds since the Unix epoch; null outside a window.</summary>
    [SqlFunction("window_end", IsDeterministic = false)]
    public static long? WindowEnd(FunctionContext context) => context.Window?.End;
}
