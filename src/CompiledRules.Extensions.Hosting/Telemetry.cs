namespace CompiledRules.Extensions.Hosting;

/// <summary>The names under which the engine's metrics and traces are found.</summary>
public static class Telemetry
{
    public const string MeterName = "CompiledRules";

    public const string SourceName = "CompiledRules";
}
