namespace CompiledRules.Functions.Misc;

public static partial class MiscFunctions
{
    /// <summary>When the window was emitted, in milliseconds since the Unix epoch; null outside a window.</summary>
    [SqlFunction("window_trigger", IsDeterministic = false)]
    public static long? WindowTrigger(FunctionContext context) => context.Window?.Trigger;
}
