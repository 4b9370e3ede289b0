using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CompiledRules.Server.Rules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CompiledRules.Server.Endpoints;

/// <summary><c>/metrics</c>, as Prometheus reads it.</summary>
internal static partial class MetricsEndpoint
{
    public static void MapMetrics(this IEndpointRouteBuilder routes, RuleRegistry rules) =>
        routes.MapGet("/metrics", () => Results.Text(Print(rules.All), "text/plain; version=0.0.4; charset=utf-8"));

    private static string Print(IReadOnlyList<HostedRule> rules)
    {
        var families = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var rule in rules)
        {
            Add(families, "kuiper_rule_status", $"rule=\"{rule.Definition.Id}\"", rule.Condition.State switch { RuleState.Running => 1, RuleState.StoppedByError => -1, _ => 0 });
            foreach (var (name, value) in rule.Metrics)
            {
                if (value.TryGetValue<long>(out var number) || value.TryGetValue<int>(out var small) && (number = small) == small)
                    AddNode(families, rule.Definition.Id, name, number);
            }
        }

        foreach (var state in rules.GroupBy(static rule => rule.Condition.State))
            Add(families, "kuiper_rule_count", $"status=\"{state.First().Condition.Status}\"", state.Count());

        var text = new StringBuilder();
        foreach (var (family, samples) in families)
        {
            text.Append("# TYPE ").Append(family).Append(family.EndsWith("_total", StringComparison.Ordinal) ? " counter\n" : " gauge\n");
            samples.ForEach(sample => text.Append(sample).Append('\n'));
        }

        return text.ToString();
    }

    private static void AddNode(SortedDictionary<string, List<string>> families, string rule, string metric, long value)
    {
        if (MetricPattern().Match(metric) is { Success: true } parts)
            Add(families, $"kuiper_{parts.Groups["type"]}_{parts.Groups["metric"]}", $"rule=\"{rule}\",type=\"{parts.Groups["type"]}\",op=\"{parts.Groups["op"]}\",op_instance=\"0\"", value);
    }

    private static void Add(SortedDictionary<string, List<string>> families, string family, string labels, long value)
    {
        if (!families.TryGetValue(family, out var samples))
            families[family] = samples = [];
        samples.Add($"{family}{{{labels}}} {value.ToString(CultureInfo.InvariantCulture)}");
    }

    [GeneratedRegex("^(?<type>source|op|sink)_(?<op>.+)_0_(?<metric>records_in_total|records_out_total|messages_processed_total|exceptions_total|buffer_length|connection_status)$")]
    private static partial Regex MetricPattern();
}
