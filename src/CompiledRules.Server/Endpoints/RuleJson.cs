using System.Text.Json.Nodes;
using CompiledRules.Hosting;
using CompiledRules.Server.Http;
using CompiledRules.Server.Rules;

namespace CompiledRules.Server.Endpoints;

/// <summary>Rules in the JSON of the API.</summary>
internal static class RuleJson
{
    /// <summary>What the list of rules shows of one.</summary>
    public static JsonObject Entry(HostedRule rule) => new()
    {
        ["id"] = rule.Definition.Id,
        ["name"] = rule.Definition.Name,
        ["status"] = rule.Condition.Status,
        ["version"] = rule.Definition.Version,
        ["trace"] = rule.Trace != TraceStrategy.None,
        ["tags"] = rule.Definition.Tags.IsEmpty ? null : Reply.Array(rule.Definition.Tags),
    };

    /// <summary>How the rule stands, and what its present or last run has counted.</summary>
    public static JsonObject Status(HostedRule rule)
    {
        var condition = rule.Condition;
        var status = new JsonObject
        {
            ["status"] = condition.Status,
            ["message"] = condition.Message,
            ["lastStartTimestamp"] = condition.LastStart,
            ["lastStopTimestamp"] = condition.LastStop,
            ["nextStartTimestamp"] = condition.NextStart,
        };
        foreach (var (name, value) in rule.Use ?? [])
            status[name] = value?.DeepClone();
        foreach (var (name, value) in rule.Metrics)
            status[name] = value.DeepClone();
        return status;
    }

    public static JsonObject AllStatus(IEnumerable<HostedRule> rules)
    {
        var all = new JsonObject();
        foreach (var rule in rules)
        {
            all[rule.Definition.Id] = new JsonObject
            {
                ["status"] = rule.Condition.Status,
                ["last_exception"] = rule.LastError,
                ["exceptions_total"] = rule.ErrorCount,
            };
        }

        return all;
    }

    /// <summary>The columns of the result, with their places in a row.</summary>
    public static JsonObject Schema(PlannedRule rule)
    {
        var schema = new JsonObject();
        foreach (var (column, index) in rule.Settings.Program.Output.Columns.Select(static (column, index) => (column, index)))
        {
            if (column.Length > 0)
                schema[column] = new JsonObject { ["hasIndex"] = true, ["index"] = index };
        }

        return schema;
    }

    /// <summary>The id of a rule, or another where it has none.</summary>
    public static string IdOr(string json, string other) => RequestBody.ParseObject(json, "rule").TextOrNull("id") is { } id ? id : other;
}
