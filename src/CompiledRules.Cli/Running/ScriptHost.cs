using CompiledRules.Cli.Extensions;
using CompiledRules.Connectors;
using CompiledRules.Connectors.Memory;
using CompiledRules.Connectors.Mqtt;
using CompiledRules.Formats;
using CompiledRules.Hosting;

namespace CompiledRules.Cli.Running;

/// <summary>Makes the host that the rules of one command share.</summary>
internal static class ScriptHost
{
    /// <param name="directory">What paths in options are relative to.</param>
    public static RuleHost Create(Shell shell, string directory, RunOutput output, RuleExtensions extensions) => new(
        extensions.AddTo(Connectors().Seal()),
        FormatRegistry.CreateDefault(),
        new ConnectorContext("cr", shell.Time) { BaseDirectory = directory, Output = output.RowsOf(""), Log = output.Log });

    public static ConnectorRegistry Connectors() => new ConnectorRegistry().AddBuiltIn(new MemoryTopics()).AddMqtt();
}
