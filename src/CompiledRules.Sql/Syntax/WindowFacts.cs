namespace CompiledRules.Sql.Syntax;

/// <summary>The windows and the arguments each takes, as data.</summary>
internal static class WindowFacts
{
    private static readonly Dictionary<string, WindowKind> s_kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["TUMBLINGWINDOW"] = WindowKind.Tumbling,
        ["HOPPINGWINDOW"] = WindowKind.Hopping,
        ["SLIDINGWINDOW"] = WindowKind.Sliding,
        ["SESSIONWINDOW"] = WindowKind.Session,
        ["COUNTWINDOW"] = WindowKind.Count,
        ["STATEWINDOW"] = WindowKind.State,
    };

    public static IEnumerable<string> Names => s_kinds.Keys;

    public static bool IsWindow(string name) => s_kinds.ContainsKey(name);

    public static WindowKind KindOf(string name) => s_kinds[name];

    /// <summary>The fewest and most arguments, and how they are written.</summary>
    public static (int Least, int Most, string Form) Signature(WindowKind kind) => kind switch
    {
        WindowKind.Tumbling => (2, 2, "TUMBLINGWINDOW(unit, length)"),
        WindowKind.Hopping => (3, 3, "HOPPINGWINDOW(unit, length, hop)"),
        WindowKind.Sliding => (2, 3, "SLIDINGWINDOW(unit, length[, delay])"),
        WindowKind.Session => (3, 3, "SESSIONWINDOW(unit, maximum duration, timeout)"),
        WindowKind.Count => (1, 2, "COUNTWINDOW(length[, interval])"),
        WindowKind.State => (1, 2, "STATEWINDOW(begin[, emit])"),
        _ => throw new InvalidOperationException($"No arguments for {kind}"),
    };
}
