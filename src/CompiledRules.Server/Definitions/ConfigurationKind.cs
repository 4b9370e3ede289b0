using CompiledRules.Server.Store;

namespace CompiledRules.Server.Definitions;

/// <summary>What options under a name are for.</summary>
/// <param name="Word">As paths of the API have it: <c>sources</c>, <c>sinks</c>, <c>connections</c>.</param>
/// <param name="Section">Where the store keeps them.</param>
internal sealed record ConfigurationKind(string Word, string Section)
{
    public static ConfigurationKind Sources { get; } = new("sources", Sections.SourceOptions);

    public static ConfigurationKind Sinks { get; } = new("sinks", Sections.SinkOptions);

    public static ConfigurationKind Connections { get; } = new("connections", Sections.Connections);

    public static IReadOnlyList<ConfigurationKind> All { get; } = [Sources, Sinks, Connections];
}
