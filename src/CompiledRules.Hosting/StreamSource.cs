using CompiledRules.Formats.Payloads;
using CompiledRules.Hosting.Sharing;
using CompiledRules.Runtime.Rules;

namespace CompiledRules.Hosting;

/// <summary>One input of a rule: its connector and how its messages become rows.</summary>
/// <param name="Format">The stream's format; ignored by connectors that give rows.</param>
/// <param name="Options">The stream's options, for the format.</param>
public sealed record StreamSource(RuleInput Input, SourceConnector Connector, string Format, ConnectorOptions Options, RowSchema Schema)
{
    /// <summary>What is done to a message before it is decoded; null for nothing.</summary>
    public PayloadUnwrapping? Unwrapping { get; init; }

    /// <summary>The connector's name in the registry, for messages.</summary>
    public string Type { get; init; } = "";

    /// <summary>The rule's end of a stream that it shares with others; null where it has the stream to itself.</summary>
    internal SharedReader? Shared { get; init; }
}
