using CompiledRules.Sql;
using CompiledRules.Sql.Planning;

namespace CompiledRules.Testing.Cases;

/// <summary>The options of a case.</summary>
/// <param name="Start">Where the clock stands when the rule starts, in milliseconds.</param>
public sealed record CaseOptions(RuleOptions Rule, long Start, TimeZoneInfo Zone)
{
    public static CaseOptions Default { get; } = new(RuleOptions.Default, 0, TimeZoneInfo.Utc);

    /// <summary>These options with one of them set.</summary>
    /// <returns>Null when there is no option of that name.</returns>
    internal CaseOptions? With(string name, string value, CaseLine line) => name switch
    {
        "start" => this with { Start = line.ParseTime(value) },
        "timezone" => this with { Zone = TimeZoneInfo.FindSystemTimeZoneById(value) },
        "isEventTime" => this with { Rule = Rule with { IsEventTime = Flag(value, line) } },
        "lateTolerance" => this with { Rule = Rule with { LateTolerance = line.ParseTime(value) } },
        "idleTimeout" => this with { Rule = Rule with { IdleTimeout = line.ParseTime(value) } },
        "flushAtEnd" => this with { Rule = Rule with { FlushAtEnd = Flag(value, line) } },
        "sendError" => this with { Rule = Rule with { SendError = Flag(value, line) } },
        "sendNilField" => this with { Rule = Rule with { SendNilField = Flag(value, line) } },
        "sendMetaToSink" => this with { Rule = Rule with { SendMetaToSink = Flag(value, line) } },
        _ => WithStrategy(name, value, line) is { } strategy ? this with { Rule = Rule with { PlanOptimizeStrategy = strategy } } : null,
    };

    private PlanOptimizeStrategy? WithStrategy(string name, string value, CaseLine line) => (name, Rule.PlanOptimizeStrategy) switch
    {
        ("disableAliasRefCal", var strategy) => strategy with { DisableAliasRefCal = Flag(value, line) },
        ("enableSendSlidingWindowTwice", var strategy) => strategy with { EnableSendSlidingWindowTwice = Flag(value, line) },
        ("filterBelowOuterJoins", var strategy) => strategy with { FilterBelowOuterJoins = Flag(value, line) },
        ("enableIncrementalWindow", var strategy) => strategy with { EnableIncrementalWindow = Flag(value, line) },
        ("disableOptimizeRules", var strategy) => strategy with { DisableOptimizeRules = value.Split(',', StringSplitOptions.TrimEntries).ToEquatableArray() },
        _ => null,
    };

    private static bool Flag(string value, CaseLine line) =>
        bool.TryParse(value, out var flag) ? flag : throw line.Wrong($"found '{value}', expected true or false");
}
