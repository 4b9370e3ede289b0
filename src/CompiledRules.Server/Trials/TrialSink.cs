using System.Text;

namespace CompiledRules.Server.Trials;

/// <summary>Gives the results of a trial to its feed, encoded as the caller has asked for.</summary>
internal sealed class TrialSink(TrialFeed feed) : ISink<ReadOnlyMemory<byte>>
{
    public const string Type = "trial";

    public ValueTask ConnectAsync(CancellationToken cancellation) => default;

    public ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        feed.Publish(Encoding.UTF8.GetString(message.Span));
        return default;
    }

    public ValueTask DisposeAsync() => default;
}
