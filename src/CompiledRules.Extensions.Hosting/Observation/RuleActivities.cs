using System.Diagnostics;

namespace CompiledRules.Extensions.Hosting.Observation;

/// <summary>Where traces of the engine come from.</summary>
internal static class RuleActivities
{
    public const string RuleTag = "compiledrules.rule";

    public static ActivitySource Source { get; } = new(Telemetry.SourceName);
}
