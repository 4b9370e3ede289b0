namespace CompiledRules;

/// <summary>One message as it came, not yet decoded.</summary>
/// <param name="Payload">Belongs to the message: rows keep slices of it, so the source must not write to it again.</param>
/// <param name="Metadata">What the source knows beside the payload, such as topic and qos; null where it knows nothing.</param>
public readonly record struct SourceMessage(ReadOnlyMemory<byte> Payload, SqlObject? Metadata = null);
