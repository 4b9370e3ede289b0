namespace CompiledRules.Conformance.Tests.Windows;

/// <summary>Where windows differ from the data on purpose.</summary>
internal static class WindowDeviations
{
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["windows/TestIncEventHoppingWindowState"] = "Incremental hopping windows give what plain ones give: the window that ends first holds the first row too.",
    };
}
