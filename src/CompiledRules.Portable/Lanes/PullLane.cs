using CompiledRules.Portable.Sdk.Wire;

namespace CompiledRules.Portable.Lanes;

/// <summary>Takes what a plugin pushes: the rows of a source, or the acknowledgements of a sink.</summary>
internal sealed class PullLane : Lane
{
    private readonly Func<ReadOnlyMemory<byte>, ValueTask> _take;

    /// <param name="take">Given one message at a time; nothing more is read until it is done, which is how the plugin is slowed down.</param>
    public PullLane(string path, LaneSettings settings, Func<ReadOnlyMemory<byte>, ValueTask> take)
        : base(path, SpProtocol.Pull, settings)
    {
        _take = take;
        Listen();
    }

    protected override void OnConnected(SpConnection connection)
    {
    }

    protected override ValueTask OnMessageAsync(SpConnection connection, ReadOnlyMemory<byte> message) => _take(message);

    protected override void OnLost()
    {
    }
}
