using CompiledRules.Cli.Extensions;
using CompiledRules.Connectors;
using CompiledRules.Connectors.Memory;
using CompiledRules.Connectors.Web;
using CompiledRules.Formats;
using CompiledRules.Formats.Protobuf;
using CompiledRules.Formats.Schemas;
using CompiledRules.Hosting;
using CompiledRules.Server;

namespace CompiledRules.Cli.Running;

/// <summary>Makes the host that the rules of one command share.</summary>
internal static class ScriptHost
{
    /// <param name="directory">What paths in options are relative to. Its folder <c>schemas</c> has those of <c>SCHEMAID</c>.</param>
    public static RuleHost Create(Shell shell, string directory, RunOutput output, RuleExtensions extensions) => new(
        extensions.AddTo(Connectors().Seal()),
        FormatRegistry.CreateDefault().AddProtobuf(new SchemaFolder(Path.Combine(directory, "schemas"))),
        new ConnectorContext("cr", shell.Time) { BaseDirectory = directory, Output = output.RowsOf(""), Log = output.Log, AesKey = EncryptionKey.Read() });

    public static ConnectorRegistry Connectors() => StandardConnectors.Create(new MemoryTopics(), new WebListener(new WebListenerOptions()));
}
