using System.ComponentModel;
using CompiledRules.Runtime.Rules;

namespace CompiledRules.Runtime.Programs;

/// <summary>The surroundings of a rule that is built into an application.</summary>
/// <param name="Rule">Its name.</param>
/// <param name="Time">Null for the system's clock.</param>
/// <param name="OnError">Null for <see cref="UnobservedRowErrors"/>.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record RunSettings(string Rule, TimeProvider? Time = null, Action<RowError>? OnError = null)
{
    /// <summary>The zone that windows align to and that times without one are read in; null for UTC.</summary>
    public string? Zone { get; init; }

    internal Action<RowError> Errors => OnError ?? (error => UnobservedRowErrors.Report(Rule, error));
}
