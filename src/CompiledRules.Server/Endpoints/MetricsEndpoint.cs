using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CompiledRules.Runtime.Rules;
using CompiledRules.Server.Http;
using CompiledRules.Server.Observation;
using CompiledRules.Server.Rules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CompiledRules.Server.Endpoints;

/// <summary><c>/metrics</c>, as Prometheus reads it.</summary>
internal static partial class MetricsEndpoint
{
    public static void MapMetrics(this IEndpointRouteBuilder routes, Func<string> print, MetricsDump dump, TimeProvider time)
    {
        routes.MapGet("/metrics", () => Results.Text(print(), "text/plain; version=0.0.4; charset=utf-8")).WithSummary("Figures of rules, as Prometheus reads them");
        routes.MapGet("/metrics/dump/check", () => Reply.Text(dump.IsEnabled ? "enabled" : "disabled")).WithSummary("Whether figures are written down");
        routes.MapGet("/metrics/dump", (HttpRequest request) =>
        {
            var end = TimeOf(request, "endTime") ?? time.GetUtcNow();
            return Results.File(dump.Pack(TimeOf(request, "startTime") ?? end.AddHours(-1), end), "application/zip", "metrics.zip");
        }).WithSummary("Figures that were written down, those of the last hour unless startTime and endTime say otherwise");
    }

    public static string Print(IReadOnlyList<HostedRule> rules, IReadOnlyList<JsonObject> connections)
    {
        var families = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var rule in rules)
        {
            Add(families, "kuiper_rule_status", $"rule=\"{rule.Definition.Id}\"", rule.Condition.State switch { RuleState.Running => 1, RuleState.StoppedByError => -1, _ => 0 });
            AddUse(families, rule);
            foreach (var (name, value) in rule.Metrics)
            {
                if (value.TryGetValue<long>(out var number) || value.TryGetValue<int>(out var small) && (number = small) == small)
                    AddNode(families, rule.Definition.Id, name, number);
            }
        }

        foreach (var state in rules.GroupBy(static rule => rule.Condition.State))
            Add(families, "kuiper_rule_count", $"status=\"{state.First().Condition.Status}\"", state.Count());

        foreach (var connection in connections)
            Add(families, "kuiper_conn_status_gauge", $"id=\"{connection["id"]}\",type=\"{connection["typ"]}\"", (string?)connection["status"] switch { "connected" => 1, "connecting" => 0, _ => -1 });

        var text = new StringBuilder();
        foreach (var (family, samples) in families)
        {
            text.Append("# TYPE ").Append(family).Append(family.EndsWith("_total", StringComparison.Ordinal) ? " counter\n" : family.EndsWith("_hist", StringComparison.Ordinal) ? " histogram\n" : " gauge\n");
            samples.ForEach(sample => text.Append(sample).Append('\n'));
        }

        return text.ToString();
    }

    private static DateTimeOffset? TimeOf(HttpRequest request, string name)
    {
        var text = request.Query[name].ToString();
        if (text.Length == 0)
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 253402300800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw new ApiException(ErrorCode.Undefined, $"'{name}' is {text}, expected seconds since 1970");
    }

    private static void AddUse(SortedDictionary<string, List<string>> families, HostedRule rule)
    {
        if (rule.Running is not { } running)
            return;

        var id = $"rule=\"{rule.Definition.Id}\"";
        Add(families, "kuiper_rule_last_input_timestamp_ms", id, running.Counters.LastIn);
        Add(families, "kuiper_rule_last_output_timestamp_ms", id, running.Counters.LastOut);
        Add(families, "kuiper_rule_lost_total", id, running.LostCount);
        families.TryAdd("kuiper_rule_cpu_time_seconds_total", []);
        families["kuiper_rule_cpu_time_seconds_total"].Add(string.Create(CultureInfo.InvariantCulture, $"kuiper_rule_cpu_time_seconds_total{{{id}}} {running.Times.Busy.TotalSeconds:0.######}"));

        var labels = $"{id},type=\"op\",op=\"rule\",op_instance=\"0\"";
        families.TryAdd("kuiper_op_process_latency_us_hist", []);
        var histogram = families["kuiper_op_process_latency_us_hist"];
        var total = 0L;
        foreach (var (count, index) in running.Times.Buckets.Select(static (count, index) => (count, index)))
        {
            total += count;
            var bound = index < LoopTimes.BoundsInMicroseconds.Length ? LoopTimes.BoundsInMicroseconds[index].ToString(CultureInfo.InvariantCulture) : "+Inf";
            histogram.Add($"kuiper_op_process_latency_us_hist_bucket{{{labels},le=\"{bound}\"}} {total}");
        }

        histogram.Add($"kuiper_op_process_latency_us_hist_sum{{{labels}}} {(long)running.Times.Busy.TotalMicroseconds}");
        histogram.Add($"kuiper_op_process_latency_us_hist_count{{{labels}}} {total}");
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

    [GeneratedRegex("^(?<type>source|op|sink)_(?<op>.+)_0_(?<metric>records_in_total|records_out_total|messages_processed_total|exceptions_total|process_latency_us|buffer_length|connection_status)$")]
    private static partial Regex MetricPattern();
}
