namespace CompiledRules.Functions.Misc;

public static partial class MiscFunctions
{
    /// <summary>Now, in milliseconds since the Unix epoch.</summary>
    [SqlFunction("tstamp", IsDeterministic = false)]
    public static long Timestamp(FunctionContext context) => context.Time.GetUtcNow().ToUnixTimeMilliseconds();
}
