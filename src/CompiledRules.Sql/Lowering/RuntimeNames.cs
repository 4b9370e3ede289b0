namespace CompiledRules.Sql.Lowering;

/// <summary>The types of the run time that lowered code names. This assembly cannot reference them.</summary>
internal static class RuntimeNames
{
    public const string Operators = "CompiledRules.Runtime.Operators.SqlOperators";
    public const string Arguments = "CompiledRules.Runtime.Operators.SqlArguments";
    public const string Columns = "CompiledRules.Runtime.Operators.ColumnValues";
    public const string LikePattern = "CompiledRules.Runtime.Operators.LikePattern";
    public const string Dispatch = "CompiledRules.Runtime.Operators.OverloadDispatch";
    public const string Context = "CompiledRules.Runtime.Rules.RuleContext";
    public const string Constants = "CompiledRules.Runtime.Rules.RuleConstants";
    public const string HitStates = "CompiledRules.Runtime.Rules.HitStates";
    public const string Output = "CompiledRules.Runtime.Rules.RowOutput";
    public const string Row = "CompiledRules.Row";
    public const string TaggedRow = "CompiledRules.Runtime.Collections.TaggedRow";
    public const string JoinedRow = "CompiledRules.Runtime.Collections.JoinedRow";
    public const string Group = "CompiledRules.Runtime.Collections.Group";
    public const string GroupSet = "CompiledRules.Runtime.Aggregation.GroupSet";
    public const string PaneSet = "CompiledRules.Runtime.Aggregation.PaneSet";
    public const string KeyPair = "CompiledRules.Runtime.Aggregation.KeyPair";
    public const string KeyComparers = "CompiledRules.Runtime.Aggregation.";
    public const string NoRow = "CompiledRules.Runtime.Collections.NoRow";
    public const string Total = "CompiledRules.Runtime.Collections.Total";
    public const string Totalled = "CompiledRules.Runtime.Collections.Totalled";
    public const string Called = "CompiledRules.Runtime.Calls.Called";
    public const string Numbered = "CompiledRules.Runtime.Collections.Numbered";
    public const string AggregateStates = "CompiledRules.Runtime.Collections.AggregateStates";
    public const string NoAggregates = "CompiledRules.Runtime.Collections.NoAggregates";
    public const string AnalyticState = "CompiledRules.Runtime.Rules.AnalyticState";
    public const string PartitionStates = "CompiledRules.Runtime.Rules.PartitionStates";
    public const string KeyedPartitionStates = "CompiledRules.Runtime.Rules.KeyedPartitionStates";
    public const string ChangedColumns = "CompiledRules.Functions.Analytic.ChangedCols";
    public const string NameSpan = "System.ReadOnlySpan<System.String>";
    public const string Spread = "CompiledRules.Runtime.Operators.RowObjects";
    public const string Values = "CompiledRules.SqlValue[]";
    public const string ValueSpan = "System.ReadOnlySpan<CompiledRules.SqlValue>";
}
