using CompiledRules.Hosting;

namespace CompiledRules.Cli.Scripts;

/// <summary>Sinks that no script declares.</summary>
internal static class Settings
{
    /// <summary>A row per line on the output.</summary>
    public static SinkSettings Printing { get; } = new("stdout", "stdout", [KeyValuePair.Create("sendSingle", (SqlValue)true)]);
}
