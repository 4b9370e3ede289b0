namespace CompiledRules.Portable;

/// <summary>A plugin could not be installed, started or told to do something.</summary>
public sealed class PortableException(string message, Exception? inner = null) : Exception(message, inner);
