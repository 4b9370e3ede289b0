using System.Diagnostics;

namespace CompiledRules.Runtime.Rules;

/// <summary>Where row errors go of rules that are built into an application and have no parameter for them.</summary>
/// <remarks>They are raised here and written as warnings to the <see cref="TraceSource"/> named <c>CompiledRules</c>, which a debugger shows. No row error ever stops a rule.</remarks>
public static class UnobservedRowErrors
{
    private static readonly TraceSource s_trace = new("CompiledRules", SourceLevels.Warning);

    /// <summary>Raised with the name of the rule, on the thread that the rule runs on. A handler that throws ends the row's way through the rule.</summary>
    public static event Action<string, RowError>? Raised;

    internal static void Report(string rule, RowError error)
    {
        s_trace.TraceEvent(TraceEventType.Warning, 0, "{0}: {1}", rule, error.Message);
        Raised?.Invoke(rule, error);
    }
}
