namespace CompiledRules.Conformance.Tests.Casts;

/// <summary>Where conversions differ from the data on purpose.</summary>
internal static class CastDeviations
{
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
    };
}
