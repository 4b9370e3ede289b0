using System.Text;
using System.Text.Json.Nodes;
using CompiledRules.Server.Http;
using CompiledRules.Sql.Planning;

namespace CompiledRules.Server.Rules;

/// <summary>A plan as <c>explain</c> shows it: one JSON object per line, inputs below their step and one tab further in.</summary>
internal static class PlanText
{
    public static string Print(LogicalPlan plan)
    {
        var text = new StringBuilder();
        var index = 0;
        foreach (var line in PlanPrinter.Print(plan).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var step = line.TrimStart();
            var depth = (line.Length - step.Length) / 2;
            var blank = step.IndexOf(' ', StringComparison.Ordinal);
            var json = new JsonObject { ["op"] = $"{(blank < 0 ? step : step[..blank])}Plan_{index++}", ["info"] = blank < 0 ? "" : step[(blank + 1)..] };
            text.Append('\t', depth).Append(json.ToJsonString(Reply.Json)).Append('\n');
        }

        return text.ToString();
    }
}
