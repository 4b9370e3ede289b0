using System.Collections.Immutable;

namespace CompiledRules.Portable;

public enum PluginState
{
    /// <summary>The process was started and has not said anything yet.</summary>
    Initializing,

    Running,

    /// <summary>There is no process, because it died or could not be started; it is started again after a pause.</summary>
    Error,

    /// <summary>There is no process, because the host ended it.</summary>
    Stopped,
}

/// <summary>How a plugin does.</summary>
/// <param name="ProcessId">Of the plugin itself where the system tells, otherwise of what started it; null without a process.</param>
/// <param name="Restarts">How often the process was replaced since the host started it.</param>
/// <param name="Error">Why the last process ended or did not start; empty when none did.</param>
/// <param name="References">Started sources and sinks by rule; functions do not count.</param>
/// <param name="LastReply">When the process last said anything; null before its first word.</param>
/// <param name="Calls">Rows passed to functions.</param>
/// <param name="FailedCalls">Of these, those that came back as an error or not at all.</param>
/// <param name="CallsPerSecond">Over about the last ten seconds.</param>
/// <param name="MeanLatency">Of one exchange with a function, over the life of the host.</param>
public sealed record PluginStatus(
    string Name,
    PluginState State,
    int? ProcessId,
    int Restarts,
    string Error,
    ImmutableDictionary<string, int> References,
    DateTimeOffset? LastReply,
    long Calls,
    long FailedCalls,
    double CallsPerSecond,
    TimeSpan MeanLatency);
