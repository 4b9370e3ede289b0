namespace CompiledRules.Hosting;

/// <summary>Where a rule's results go.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Type">The sink's name in the registry.</param>
/// <param name="Options">Those of the connector and of the output; a later one replaces an earlier one.</param>
public sealed record SinkSettings(string Name, string Type, IReadOnlyList<KeyValuePair<string, SqlValue>> Options);
