namespace CompiledRules.Functions.Misc;

public static partial class MiscFunctions
{
    /// <summary>Empty for a query that has no name.</summary>
    [SqlFunction("rule_id", IsDeterministic = false)]
    public static string RuleId(FunctionContext context) => context.RuleId;
}
