using System.Globalization;
using System.Text.Json;
using CompiledRules.Sql.Planning;

namespace CompiledRules.Conformance.Tests.Rules;

/// <summary>The options of a rule as the data writes them.</summary>
internal static class RuleCaseOptions
{
    public static RuleOptions Read(JsonElement json) => RuleOptions.Default with
    {
        IsEventTime = Flag(json, "isEventTime"),
        // The data holds the options as the reference's tests hand them to a rule, behind the place where the default of a second is put in.
        LateTolerance = json.TryGetProperty("lateTolerance", out var tolerance) ? Milliseconds(tolerance) : 0,
        SendError = Flag(json, "sendError"),
        SendNilField = Flag(json, "sendNilField"),
        SendMetaToSink = Flag(json, "sendMetaToSink"),
        PlanOptimizeStrategy = json.TryGetProperty("planOptimizeStrategy", out var strategy) ? ReadStrategy(strategy) : new PlanOptimizeStrategy(),
    };

    /// <summary>Milliseconds of <c>600ms</c>, <c>2s</c> or a number.</summary>
    public static long Milliseconds(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Number)
            return json.GetInt64();

        var text = json.GetString()!;
        return text.EndsWith("ms", StringComparison.Ordinal)
            ? long.Parse(text[..^2], CultureInfo.InvariantCulture)
            : (long)(decimal.Parse(text[..^1], CultureInfo.InvariantCulture) * (text[^1] == 'm' ? 60_000 : 1_000));
    }

    private static PlanOptimizeStrategy ReadStrategy(JsonElement json) => new(
        DisableAliasRefCal: Flag(json, "disableAliasRefCal"),
        EnableSendSlidingWindowTwice: json.TryGetProperty("windowOption", out var window) && Flag(window, "enableSendSlidingWindowTwice"),
        EnableIncrementalWindow: Flag(json, "enableIncrementalWindow"));

    private static bool Flag(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
