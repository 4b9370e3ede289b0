using System.Text.Json.Nodes;
using CompiledRules.Server.Http;
using CompiledRules.Sql.Planning;

namespace CompiledRules.Server.Rules;

/// <summary>The steps of a rule as a graph, under the names that its metrics have.</summary>
internal sealed class RuleTopology
{
    private readonly List<string> _sources = [];
    private readonly List<KeyValuePair<string, string>> _edges = [];
    private int _steps = 1;

    private RuleTopology()
    {
    }

    public IReadOnlyList<string> Sources => _sources;

    /// <summary>The last step before the sinks.</summary>
    public string Last { get; private set; } = "";

    public IReadOnlyList<string> Sinks { get; private set; } = [];

    public static RuleTopology Of(PlannedRule rule)
    {
        var topology = new RuleTopology();
        topology.Last = topology.Add(rule.Plan);
        topology.Sinks = [.. rule.Settings.Sinks.Select(static sink => $"sink_{sink.Name}")];
        foreach (var sink in rule.Settings.Sinks)
        {
            topology.Connect(topology.Last, $"op_{sink.Name}_0_transform");
            topology.Connect($"op_{sink.Name}_0_transform", $"op_{sink.Name}_1_encode");
            topology.Connect($"op_{sink.Name}_1_encode", $"sink_{sink.Name}");
        }

        return topology;
    }

    public JsonObject ToJson()
    {
        var edges = new JsonObject();
        foreach (var from in _edges.GroupBy(static edge => edge.Key, static edge => edge.Value))
            edges[from.Key] = Reply.Array(from);
        return new JsonObject { ["sources"] = Reply.Array(_sources), ["edges"] = edges };
    }

    private string Add(LogicalPlan plan)
    {
        if (plan is ScanPlan scan)
        {
            var source = $"source_{scan.Source.Stream.Name}";
            if (!_sources.Contains(source))
                _sources.Add(source);
            return Connect(source, $"op_{++_steps}_decoder");
        }

        var inputs = PlanTree.Inputs(plan).Select(Add).ToList();
        if (plan is TablePlan table)
            inputs.Add(Add(table.Table));

        var name = $"op_{++_steps}_{KindOf(plan)}";
        foreach (var input in inputs)
            Connect(input, name);
        return name;
    }

    private string Connect(string from, string to)
    {
        _edges.Add(KeyValuePair.Create(from, to));
        return to;
    }

    private static string KindOf(LogicalPlan plan) => plan.GetType().Name.Replace("Plan", "", StringComparison.Ordinal).ToLowerInvariant();
}
