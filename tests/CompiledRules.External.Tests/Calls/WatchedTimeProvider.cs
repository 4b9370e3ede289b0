using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace CompiledRules.External.Tests.Calls;

/// <summary>A clock that the test moves, and that tells when somebody begins to wait.</summary>
internal sealed class WatchedTimeProvider : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _waits.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Lets <paramref name="wait"/> pass as soon as somebody waits so long.</summary>
    public async Task PassAsync(TimeSpan wait)
    {
        while (await _waits.Reader.ReadAsync() != wait)
        {
        }

        Advance(wait);
    }
}
