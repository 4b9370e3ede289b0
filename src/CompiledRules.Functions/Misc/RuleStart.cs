namespace CompiledRules.Functions.Misc;

public static partial class MiscFunctions
{
    /// <summary>When the rule started, in milliseconds since the Unix epoch.</summary>
    [SqlFunction("rule_start", IsDeterministic = false)]
    public static long RuleStart(FunctionContext context) => context.RuleStart;
}
