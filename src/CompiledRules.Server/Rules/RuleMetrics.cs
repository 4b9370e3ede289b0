using System.Text.Json.Nodes;
using CompiledRules.Hosting;

namespace CompiledRules.Server.Rules;

/// <summary>What a rule has counted, under the names of its steps.</summary>
internal sealed class RuleMetrics
{
    private readonly List<KeyValuePair<string, JsonValue>> _metrics = [];

    private RuleMetrics()
    {
    }

    /// <summary>In the order of the steps; the values are whole numbers and texts.</summary>
    public static IReadOnlyList<KeyValuePair<string, JsonValue>> Read(RuleTopology topology, RunningRule rule)
    {
        var metrics = new RuleMetrics();
        var inputs = rule.Inputs.Select(static input => $"source_{input.Name}").ToList();
        foreach (var source in topology.Sources)
        {
            var own = Enumerable.Range(0, inputs.Count).Where(index => inputs[index] == source).ToList();
            var trouble = own.Select(rule.TroubleOf).FirstOrDefault(static trouble => trouble is not null);
            var rows = own.Sum(rule.RowsInOf);
            metrics.AddNode($"{source}_0", new NodeFigures(rows, rows, 0, 0, 0, rule.Counters.LastIn, "", 0));
            metrics.AddConnection($"{source}_0", trouble is null ? 1 : 0, trouble);
        }

        var counters = rule.Counters;
        metrics.AddNode($"{topology.Last}_0", new NodeFigures(counters.RowsIn, counters.RowsOut, counters.Errors, rule.Times.LastMicroseconds, rule.QueuedCount, counters.LastIn, counters.LastError ?? "", counters.LastErrorTime));
        foreach (var sink in rule.Sinks)
        {
            metrics.AddNode(
                $"sink_{sink.Name}_0",
                new NodeFigures(sink.WrittenCount + sink.FailedCount, sink.WrittenCount, sink.FailedCount + sink.DroppedCount, 0, sink.QueuedCount, counters.LastOut, sink.LastError ?? "", 0));
            metrics.AddConnection($"sink_{sink.Name}_0", sink.IsAway ? -1 : 1, sink.IsAway ? sink.LastError : null);
        }

        return metrics._metrics;
    }

    private void AddNode(string node, NodeFigures figures)
    {
        Add($"{node}_records_in_total", figures.RecordsIn);
        Add($"{node}_records_out_total", figures.RecordsOut);
        Add($"{node}_messages_processed_total", figures.RecordsIn);
        Add($"{node}_process_latency_us", figures.Latency);
        Add($"{node}_buffer_length", figures.Queued);
        Add($"{node}_last_invocation", figures.LastInvocation);
        Add($"{node}_exceptions_total", figures.Errors);
        Add($"{node}_last_exception", Http.Secrets.HideInText(figures.LastError));
        Add($"{node}_last_exception_time", figures.LastErrorTime);
    }

    private void AddConnection(string node, int status, string? trouble)
    {
        Add($"{node}_connection_status", status);
        Add($"{node}_connection_last_disconnected_message", Http.Secrets.HideInText(trouble ?? ""));
    }

    private void Add(string name, long value) => _metrics.Add(KeyValuePair.Create(name, JsonValue.Create(value)));

    private void Add(string name, string value) => _metrics.Add(KeyValuePair.Create(name, JsonValue.Create(value)));

    /// <param name="Latency">Microseconds.</param>
    /// <param name="LastInvocation">Milliseconds since the Unix epoch; 0 for never. So is <paramref name="LastErrorTime"/>.</param>
    private sealed record NodeFigures(long RecordsIn, long RecordsOut, long Errors, long Latency, long Queued, long LastInvocation, string LastError, long LastErrorTime);
}
