namespace CompiledRules.Conformance.Tests.Functions;

/// <summary>Where built-in functions differ from the data on purpose.</summary>
internal static class FunctionDeviations
{
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["functions/TestCompressExec/seq"] = "The method may differ from row to row; nothing is gained by refusing a row because of an earlier one.",
    };
}
