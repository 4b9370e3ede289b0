namespace CompiledRules.Portable.Connectors;

/// <summary>Which source or sink of which rule; the names stand in socket paths and in the plugin's context.</summary>
/// <param name="RuleId">The rule, or <c>$$subtopo_</c> and the stream for a shared stream.</param>
/// <param name="OpId">The stream's name for a source; the sink's type, an underscore and its position for a sink.</param>
public sealed record PortableInstance(string RuleId, string OpId);
