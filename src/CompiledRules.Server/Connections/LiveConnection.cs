namespace CompiledRules.Server.Connections;

/// <summary>Watches over one named connection: probes it until it answers, with growing pauses, and looks again now and then.</summary>
internal sealed class LiveConnection : IAsyncDisposable
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_patrol = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _stop = new();
    private readonly Func<CancellationToken, Task> _probe;
    private readonly TimeProvider _time;
    private readonly Task _watching;

    public LiveConnection(Func<CancellationToken, Task> probe, TimeProvider time)
    {
        (_probe, _time) = (probe, time);
        _watching = Task.Run(WatchAsync);
    }

    public ConnectionStatus Status { get; private set; } = new(ConnectionState.Connecting);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        var pause = s_firstPause;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _probe(_stop.Token).ConfigureAwait(false);
                Status = new ConnectionStatus(ConnectionState.Connected);
                pause = s_firstPause;
                await Task.Delay(s_patrol, _time, _stop.Token).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // Whatever keeps the other side away is its status.
            catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
            {
                Status = new ConnectionStatus(ConnectionState.Disconnected, error.Message);
                await Task.Delay(pause, _time, _stop.Token).ConfigureAwait(false);
                pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
            }
        }
    }
}
