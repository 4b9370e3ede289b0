namespace CompiledRules.Testing.Cases;

/// <summary>A case file is not written as case files are.</summary>
/// <param name="line">Counted from 1.</param>
public sealed class CaseFormatException(string path, int line, string message) : Exception($"{path}({line}): {message}");
