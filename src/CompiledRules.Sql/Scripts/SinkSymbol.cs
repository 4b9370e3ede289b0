namespace CompiledRules.Sql.Scripts;

/// <summary>A sink of a script: where the results of rules go.</summary>
public sealed record SinkSymbol(string Name, EquatableArray<ScriptOption> Options);

/// <summary>One <c>NAME = value</c> of a sink or rule.</summary>
/// <param name="Value">bool, long, double or string.</param>
public sealed record ScriptOption(string Name, object? Value);
