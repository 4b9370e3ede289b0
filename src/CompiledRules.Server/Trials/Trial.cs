using CompiledRules.Hosting;
using CompiledRules.Server.Rules;

namespace CompiledRules.Server.Trials;

/// <summary>One run of a statement over given rows, whose results go to whoever listens.</summary>
internal sealed class Trial(PlannedRule planned, RulePlanner planner, TrialFeed feed, TimeProvider time, Action<Trial> over) : IAsyncDisposable
{
    /// <summary>How long a trial runs at most.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private RunningRule? _running;
    private ITimer? _end;
    private bool _isOver;

    public string Id => planned.Settings.Id;

    /// <summary>What its sink finds the feed by.</summary>
    public required string Number { get; init; }

    public TrialFeed Feed => feed;

    /// <summary>Begins; a trial that runs goes on.</summary>
    public void Start()
    {
        lock (_gate)
        {
            if (_running is not null || _isOver)
                return;

            _running = planner.Open(planned);
            _end = time.CreateTimer(_ => over(this), null, Longest, Timeout.InfiniteTimeSpan);
            _ = _running.ConnectAsync();
            _ = WatchAsync(_running);
        }
    }

    public async ValueTask DisposeAsync()
    {
        RunningRule? running;
        lock (_gate)
        {
            _isOver = true;
            running = _running;
            _end?.Dispose();
        }

        if (running is not null)
            await running.DisposeAsync().ConfigureAwait(false);
        feed.Complete();
    }

    // When the given rows are at their end, listeners hear it too.
    private async Task WatchAsync(RunningRule running)
    {
        await running.Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        feed.Complete();
    }
}
