namespace CompiledRules.External.Import;

/// <summary>Nothing can be imported; says why.</summary>
public sealed class ImportException(string message, Exception? inner = null) : Exception(message, inner);
