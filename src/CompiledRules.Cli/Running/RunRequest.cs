namespace CompiledRules.Cli.Running;

/// <summary>How long to run, and with what.</summary>
/// <param name="Duration">Null for no end.</param>
/// <param name="Limit">Rows to print before the end; null for no limit.</param>
/// <param name="BrokerPort">The port of a broker inside the process; null for none but the one that <c>SERVER="embedded"</c> asks for.</param>
internal sealed record RunRequest(TimeSpan? Duration, long? Limit, int? BrokerPort = null);
