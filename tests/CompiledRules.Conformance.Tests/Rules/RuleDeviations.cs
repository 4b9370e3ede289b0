namespace CompiledRules.Conformance.Tests.Rules;

/// <summary>Where whole rules differ from the data on purpose.</summary>
internal static class RuleDeviations
{
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["rules/TestTableJoinCheckpoint/TestCheckpointRule2"] = "A table is read again when its rule goes on, and not doubled by rows of the saved state.",
    };
}
