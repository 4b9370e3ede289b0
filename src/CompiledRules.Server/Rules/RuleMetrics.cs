using System.Text.Json.Nodes;
using CompiledRules.Hosting;

namespace CompiledRules.Server.Rules;

/// <summary>What a rule has counted, under the names of its steps.</summary>
internal static class RuleMetrics
{
    /// <summary>In the order of the steps; the values are whole numbers and texts.</summary>
    public static IReadOnlyList<KeyValuePair<string, JsonValue>> Read(RuleTopology topology, RunningRule rule)
    {
        var metrics = new List<KeyValuePair<string, JsonValue>>();
        var inputs = rule.Inputs.Select(static input => $"source_{input.Name}").ToList();
        foreach (var source in topology.Sources)
        {
            var rows = inputs.Select((name, index) => name == source ? rule.RowsInOf(index) : 0).Sum();
            Add($"{source}_0", rows, rows, 0, "");
            metrics.Add(KeyValuePair.Create($"{source}_0_connection_status", JsonValue.Create(rule.Trouble is null ? 1 : 0)));
        }

        Add($"{topology.Last}_0", rule.Counters.RowsIn, rule.Counters.RowsOut, rule.Counters.Errors, rule.Counters.LastError ?? "");
        foreach (var sink in rule.Sinks)
        {
            Add($"sink_{sink.Name}_0", sink.WrittenCount + sink.FailedCount, sink.WrittenCount, sink.FailedCount + sink.DroppedCount, sink.LastError ?? "");
            metrics.Add(KeyValuePair.Create($"sink_{sink.Name}_0_buffer_length", JsonValue.Create(sink.QueuedCount)));
            metrics.Add(KeyValuePair.Create($"sink_{sink.Name}_0_connection_status", JsonValue.Create(sink.IsAway ? -1 : 1)));
        }

        return metrics;

        void Add(string node, long recordsIn, long recordsOut, long errors, string lastError)
        {
            metrics.Add(KeyValuePair.Create($"{node}_records_in_total", JsonValue.Create(recordsIn)));
            metrics.Add(KeyValuePair.Create($"{node}_records_out_total", JsonValue.Create(recordsOut)));
            metrics.Add(KeyValuePair.Create($"{node}_messages_processed_total", JsonValue.Create(recordsIn)));
            metrics.Add(KeyValuePair.Create($"{node}_exceptions_total", JsonValue.Create(errors)));
            metrics.Add(KeyValuePair.Create($"{node}_last_exception", JsonValue.Create(lastError)));
        }
    }
}
