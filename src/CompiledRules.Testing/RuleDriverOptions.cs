namespace CompiledRules.Testing;

/// <summary>The surroundings of a rule in virtual time.</summary>
public sealed record RuleDriverOptions
{
    public string RuleId { get; init; } = "rule";

    /// <summary>Where the clock stands when the rule starts, in milliseconds since the Unix epoch.</summary>
    public long Start { get; init; }

    /// <summary>Of the days and hours that windows align to, and of times that name no zone.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>What lookup tables hold, by the name of the table.</summary>
    public IReadOnlyList<(string Table, SqlObject Row)> LookupRows { get; init; } = [];

    /// <summary>Lookup tables that take their time; all others have <see cref="LookupRows"/>.</summary>
    public IReadOnlyList<VirtualTable> Tables { get; init; } = [];
}
