namespace CompiledRules.Server.Rules;

internal enum RuleState
{
    Stopped,
    Starting,
    Running,
    Stopping,

    /// <summary>Stopped until its schedule starts it.</summary>
    ScheduledStop,

    StoppedByError,

    /// <summary>Stopped because a plugin that it uses has changed so that it does not compile or open any more. It goes on when a plugin comes that it fits again.</summary>
    Faulted,
}

/// <summary>How a rule stands, at one moment.</summary>
/// <param name="Message">Why it stopped; empty while it runs.</param>
/// <param name="LastStart">Milliseconds since the Unix epoch; 0 for never. So are the others.</param>
internal sealed record RuleCondition(RuleState State, string Message, long LastStart, long LastStop, long NextStart)
{
    public static RuleCondition Initial { get; } = new(RuleState.Stopped, "", 0, 0, 0);

    /// <summary>The state as the API words it.</summary>
    public string Status => State switch
    {
        RuleState.Starting => "starting",
        RuleState.Running => "running",
        RuleState.Stopping => "stopping",
        RuleState.ScheduledStop => "stopped: waiting for next schedule.",
        RuleState.StoppedByError => "stopped by error",
        RuleState.Faulted => "faulted",
        _ => "stopped",
    };
}
