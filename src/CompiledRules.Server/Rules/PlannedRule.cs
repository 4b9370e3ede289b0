using System.Security.Cryptography;
using System.Text;
using CompiledRules.Hosting;
using CompiledRules.Hosting.Checkpoints;
using CompiledRules.Sql.Planning;

namespace CompiledRules.Server.Rules;

/// <summary>A rule that is ready to be opened.</summary>
internal sealed record PlannedRule(RuleSettings Settings, LogicalPlan Plan)
{
    /// <summary>Equal for plans of which one can take up the state of the other.</summary>
    public string PlanHash { get; } = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(PlanPrinter.Print(Plan))));

    /// <summary>The rule with the place of its checkpoints.</summary>
    public PlannedRule With(ICheckpointStore checkpoints) => this with { Settings = Settings with { Checkpoints = checkpoints, Plan = PlanHash } };
}
