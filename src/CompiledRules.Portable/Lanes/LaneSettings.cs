namespace CompiledRules.Portable.Lanes;

/// <summary>What every channel between the host and a plugin needs to know.</summary>
/// <param name="Time">The clock of all deadlines.</param>
/// <param name="Limit">The longest message accepted from the plugin, in bytes.</param>
/// <param name="AcceptsPeer">Whether the process with this id may connect; null admits any process of this user.</param>
internal sealed record LaneSettings(TimeProvider Time, long Limit = LaneSettings.DefaultLimit, Func<int, bool>? AcceptsPeer = null)
{
    public const long DefaultLimit = 256L << 20;
}
