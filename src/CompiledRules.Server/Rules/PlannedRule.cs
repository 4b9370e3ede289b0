using CompiledRules.Hosting;
using CompiledRules.Sql.Planning;

namespace CompiledRules.Server.Rules;

/// <summary>A rule that is ready to be opened.</summary>
internal sealed record PlannedRule(RuleSettings Settings, LogicalPlan Plan);
