namespace CompiledRules.Portable.Lanes;

/// <param name="Reply">How long the plugin may take over one command; a plugin that is still at an earlier one has the same time to become free.</param>
/// <param name="Connection">How long a command waits for a plugin process that is not there.</param>
internal sealed record CommandLaneOptions(TimeSpan Reply, TimeSpan Connection)
{
    /// <summary>How often one command may be sent in all when the process that has it goes away; 1 means never again.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>The longest command in bytes that the plugin can take, or null without limit.</summary>
    public int? LongestCommand { get; init; }
}
