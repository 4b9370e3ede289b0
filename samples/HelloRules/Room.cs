namespace HelloRules;

/// <summary>A row of a table.</summary>
internal sealed record Room(string Name, int Floor);
