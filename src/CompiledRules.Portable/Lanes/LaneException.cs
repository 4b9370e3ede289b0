namespace CompiledRules.Portable.Lanes;

internal enum LaneFailure
{
    /// <summary>The plugin took the command and gave no answer in time.</summary>
    TimedOut,

    /// <summary>The plugin is still at an earlier command, so this one was never sent.</summary>
    Busy,

    /// <summary>No plugin process was connected in time.</summary>
    NotConnected,

    /// <summary>The connection broke after the command was sent.</summary>
    Lost,

    /// <summary>The lane was closed by the host.</summary>
    Closed,
}

/// <summary>A command got no answer.</summary>
internal sealed class LaneException(LaneFailure failure, string message) : Exception(message)
{
    public LaneFailure Failure { get; } = failure;
}
