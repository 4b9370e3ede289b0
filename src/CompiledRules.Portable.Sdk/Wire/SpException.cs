namespace CompiledRules.Portable.Sdk.Wire;

/// <summary>The peer does not speak the wire as agreed; the connection is of no further use.</summary>
internal sealed class SpException(string message) : IOException(message);
