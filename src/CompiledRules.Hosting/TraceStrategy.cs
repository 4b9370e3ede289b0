namespace CompiledRules.Hosting;

/// <summary>Which rows of a rule are followed from their source to their sinks.</summary>
public enum TraceStrategy
{
    None,

    /// <summary>Those that come with the trace of somebody else: <c>traceparent</c> or <c>traceId</c> among their metadata.</summary>
    Head,

    /// <summary>All.</summary>
    Always,
}
