using System.Text.Json.Nodes;
using CompiledRules.Hosting;
using CompiledRules.Sql.Planning;

namespace CompiledRules.Server.Rules;

/// <summary>What became of the state of each step when a rule was updated.</summary>
internal static class StateMapping
{
    /// <param name="swap">Null where the rule was opened anew.</param>
    public static JsonObject Describe(IReadOnlyList<string> before, IReadOnlyList<string> after, SwapResult? swap)
    {
        var isKept = swap is { IsStateKept: true };
        var steps = new JsonArray();
        var left = after.ToList();
        foreach (var step in before)
        {
            var isSame = left.Remove(step);
            var next = isSame ? step : isKept ? left.Find(other => KindOf(other) == KindOf(step)) : null;
            if (!isSame && next is not null)
                left.Remove(next);
            steps.Add(new JsonObject { ["step"] = step, ["state"] = isKept && next is not null ? isSame ? "kept" : "migrated" : "dropped" });
        }

        foreach (var step in left)
            steps.Add(new JsonObject { ["step"] = step, ["state"] = "new" });
        return new JsonObject { ["swapped"] = swap is not null, ["stateKept"] = isKept, ["reason"] = swap is null ? "the rule was opened anew" : swap.Reason ?? "", ["steps"] = steps };
    }

    /// <summary>The steps of a plan that remember something.</summary>
    public static IReadOnlyList<string> StatefulSteps(LogicalPlan plan) =>
    [
        .. PlanPrinter.Print(plan).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(static line => KindOf(line) is "Window" or "Analytic" or "Aggregate" or "Join" or "Table" or "Lookup" or "Unnest"),
    ];

    private static string KindOf(string step) => step.Split(' ')[0];
}
