namespace CompiledRules.Sql.Assembling;

/// <summary>The namespaces of the run time that rules are put together from. This assembly cannot reference them.</summary>
internal static class StageNames
{
    public const string Programs = "CompiledRules.Runtime.Programs.";
    public const string Rules = "CompiledRules.Runtime.Rules.";
    public const string Windows = "CompiledRules.Runtime.Windows.";
    public const string Calls = "CompiledRules.Runtime.Calls.";
    public const string Collections = "CompiledRules.Runtime.Collections.";
    public const string Aggregation = "CompiledRules.Runtime.Aggregation.";
    public const string Joins = "CompiledRules.Runtime.Joins.";
    public const string Time = "CompiledRules.Runtime.Time.";
}
