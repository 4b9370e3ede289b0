namespace CompiledRules.Sql.Planning;

/// <summary>A plan and the rewrite that made it.</summary>
public sealed record PlanStep(string Name, LogicalPlan Plan);

/// <summary>Applies the rewrites, each of which turns a plan into one with the same results.</summary>
public static class Optimizer
{
    private static readonly PlanRewrite[] s_rewrites =
    [
        new(nameof(ConstantFolding), "constantFolding", static (plan, _) => ConstantFolding.Apply(plan)),
        new(nameof(FilterPushdown), "predicatePushDown", FilterPushdown.Apply),
        new(nameof(ColumnPruning), "columnPruner", static (plan, _) => ColumnPruning.Apply(plan)),
        new(nameof(CommonSubexpressions), "commonSubexpressions", static (plan, _) => CommonSubexpressions.Apply(plan)),
    ];

    public static LogicalPlan Optimize(LogicalPlan plan, RuleOptions options) => Steps(plan, options).Last().Plan;

    /// <summary>The plan as it came, then after each rewrite.</summary>
    public static IEnumerable<PlanStep> Steps(LogicalPlan plan, RuleOptions options)
    {
        yield return new("Planner", plan);
        foreach (var rewrite in s_rewrites.Where(rewrite => !rewrite.IsDisabled(options)))
        {
            plan = rewrite.Apply(plan, options);
            yield return new(rewrite.Name, plan);
        }

        // No rewrite, since no back end can run the plan without it; last, so that the calls that are left are where they are needed.
        if (RemoteCalls.IsNeeded(plan))
            yield return new(nameof(RemoteCalls), RemoteCalls.Apply(plan));
    }

    /// <param name="DialectName">What the rule option <c>disableOptimizeRules</c> calls it.</param>
    private sealed record PlanRewrite(string Name, string DialectName, Func<LogicalPlan, RuleOptions, LogicalPlan> Apply)
    {
        public bool IsDisabled(RuleOptions options) => options.PlanOptimizeStrategy.DisableOptimizeRules.Any(rule =>
            string.Equals(rule, DialectName, StringComparison.OrdinalIgnoreCase) || string.Equals(rule, Name, StringComparison.OrdinalIgnoreCase));
    }
}
