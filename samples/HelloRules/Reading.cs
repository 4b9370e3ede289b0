namespace HelloRules;

/// <summary>A row: an ordinary type of the application.</summary>
internal sealed record Reading(string Room, double Temperature);
