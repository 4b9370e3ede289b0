using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CompiledRules.Hosting;
using CompiledRules.Server.Http;
using CompiledRules.Sql.Planning;

namespace CompiledRules.Server.Rules;

/// <summary>A rule as its author has written it.</summary>
/// <param name="Json">The text as it was received, but for <c>triggered</c>.</param>
internal sealed record RuleDefinition(string Id, string Json, string Sql, ImmutableArray<SinkSettings> Sinks)
{
    public string Name { get; init; } = "";

    public string Version { get; init; } = "";

    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Whether it starts when it is created and when the server does.</summary>
    public bool IsTriggered { get; init; } = true;

    /// <summary>Whether it is forgotten when the server stops.</summary>
    public bool IsTemporary { get; init; }

    public RuleOptions Options { get; init; } = RuleOptions.Default;

    public RunningRuleOptions Run { get; init; } = new();

    public RuleSchedule Schedule { get; init; } = RuleSchedule.Always;

    public RestartPolicy Restart { get; init; } = RestartPolicy.None;

    /// <summary>The streams and tables that the statement names, whether they are defined or not.</summary>
    public ImmutableHashSet<string> Streams { get; init; } = [];

    public RuleDefinition WithTriggered(bool isTriggered) => WithField("triggered", isTriggered) with { IsTriggered = isTriggered };

    public RuleDefinition WithTags(ImmutableArray<string> tags) => WithField("tags", Reply.Array(tags)) with { Tags = tags };

    /// <summary>Whether only the statement differs, so that connectors and schedule can stay as they are.</summary>
    public bool DiffersInSqlOnly(RuleDefinition other)
    {
        var (mine, others) = (JsonNode.Parse(Json)!, JsonNode.Parse(other.Json)!);
        return mine["graph"] is null && others["graph"] is null
            && Streams.SetEquals(other.Streams)
            && JsonNode.DeepEquals(mine["actions"], others["actions"])
            && JsonNode.DeepEquals(mine["options"], others["options"]);
    }

    private RuleDefinition WithField(string name, JsonNode value)
    {
        var json = JsonNode.Parse(Json)!.AsObject();
        json[name] = value;
        return this with { Json = json.ToJsonString(Reply.Json) };
    }
}
