using CompiledRules;

namespace PluginName;

/// <summary>Counts. <c>CREATE STREAM ticks () WITH (TYPE="tick", INTERVAL="500")</c></summary>
[SqlSource("tick")]
public sealed class TickSource : IPullSource<TickSource.Tick>
{
    private long _count;

    /// <summary>How much is added each time.</summary>
    [SqlOption(Minimum = 1)]
    public long Step { get; init; } = 1;

    public async IAsyncEnumerable<Tick> PullAsync(DateTimeOffset time, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.Yield();
        _count += Step;
        yield return new Tick(_count, time);
    }

    public readonly record struct Tick(long Count, DateTimeOffset At);
}
