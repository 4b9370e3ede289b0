using CompiledRules.Hosting;

namespace CompiledRules.Cli.Running;

/// <summary>The rules of one command, run until they end or are stopped.</summary>
internal sealed class RuleGroup(Shell shell, RunOutput output, RunRequest request)
{
    // These only hear what is said while they listen, so they begin before what may feed them and stop after it.
    private static readonly string[] s_listeners = ["memory", "mqtt", "websocket"];

    private static readonly TimeSpan s_connectPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_silence = TimeSpan.FromMilliseconds(500);

    private readonly List<RunningRule> _listeners = [];
    private readonly List<RunningRule> _feeders = [];

    public IEnumerable<RunningRule> Rules => _listeners.Concat(_feeders);

    /// <summary>Whether a stream has only what rules of this group send: its rules end some time after those that feed them.</summary>
    public Func<StreamSettings, bool> IsFedByGroup { get; init; } = static _ => false;

    /// <summary>Opens the rules and runs them.</summary>
    /// <exception cref="OptionException">An option cannot be used; no rule has begun.</exception>
    public async Task RunAsync(RuleHost host, IReadOnlyList<RuleSettings> rules, CancellationToken cancellation)
    {
        try
        {
            foreach (var rule in rules)
                (IsListener(rule) ? _listeners : _feeders).Add(host.Open(rule));
            await RunAsync(rules.Where(IsListener).SelectMany(static rule => rule.Streams).All(IsFedByGroup), cancellation);
        }
        finally
        {
            await Task.WhenAll(_feeders.Select(static rule => rule.StopAsync()));

            // In the order of the script, in which one may feed the next.
            foreach (var rule in _listeners)
                await rule.StopAsync();
        }
    }

    /// <summary>One line per rule with what it has done.</summary>
    public IEnumerable<string> Summary() => Rules.Select(static rule =>
        $"rule {rule.Id}: {rule.Counters.RowsIn} rows in, {rule.Counters.RowsOut} out, {rule.ErrorCount} errors{(rule.LostCount > 0 ? $", {rule.LostCount} dropped" : "")}");

    private static bool IsListener(RuleSettings rule) =>
        rule.Streams.All(static stream => s_listeners.Contains(stream.Type, StringComparer.OrdinalIgnoreCase));

    private async Task RunAsync(bool endsWithFeeders, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var counters = output.Console is { } console ? new LiveCounters([.. Rules], shell.Time).ShowAsync(console, end.Token) : Task.CompletedTask;
        await Task.WhenAll(_listeners.Select(static rule => rule.ConnectAsync())).WaitAsync(s_connectPatience, shell.Time, end.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ = Task.WhenAll(_feeders.Select(static rule => rule.ConnectAsync()));

        var completed = endsWithFeeders && _feeders.Count > 0 && _listeners.Count > 0 ? SilenceAsync(end.Token) : Task.WhenAll(Rules.Select(static rule => rule.Completion));
        var timeout = Task.Delay(request.Duration ?? Timeout.InfiniteTimeSpan, shell.Time, end.Token);
        var first = await Task.WhenAny(completed, output.LimitReached, timeout);
        await end.CancelAsync();
        await counters;
        if (first == completed)
            await completed;
    }

    private async Task SilenceAsync(CancellationToken cancellation)
    {
        await Task.WhenAll(_feeders.Select(static rule => rule.Completion));
        long before;
        do
        {
            before = RowsHeard();
            await Task.Delay(s_silence, shell.Time, cancellation);
        }
        while (RowsHeard() != before);

        long RowsHeard() => _listeners.Sum(static rule => rule.Counters.RowsIn);
    }
}
