using System.Net.Sockets;
using MQTTnet;

namespace CompiledRules.Connectors.Mqtt;

/// <summary>Keeps one client connected: after a loss it tries again, waiting 1 s, 2 s, 4 s … at most 60 s.</summary>
internal sealed class MqttConnection : IAsyncDisposable
{
    private static readonly TimeSpan s_firstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(60);

    private readonly MqttSettings _settings;
    private readonly TimeProvider _time;
    private readonly ConnectionStatusFeed _status;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _firstAttempt = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<IMqttClient, CancellationToken, Task> _onConnected;
    private TaskCompletionSource<string> _lost = NewSignal();
    private Task _loop = Task.CompletedTask;

    /// <param name="settings">Where to.</param>
    /// <param name="time">The clock of the waits.</param>
    /// <param name="status">Told of every change.</param>
    /// <param name="onConnected">Runs after each connecting; when it fails, the connection counts as failed.</param>
    public MqttConnection(MqttSettings settings, TimeProvider time, ConnectionStatusFeed status, Func<IMqttClient, CancellationToken, Task> onConnected)
    {
        _settings = settings;
        _time = time;
        _status = status;
        _onConnected = onConnected;
        Client = new MqttClientFactory().CreateMqttClient();
        Client.DisconnectedAsync += args =>
        {
            _lost.TrySetResult(args.Exception?.Message ?? (args.ReasonString is { Length: > 0 } reason ? reason : $"{args.Reason}"));
            return Task.CompletedTask;
        };
    }

    public IMqttClient Client { get; }

    /// <summary>Begins; ends when the first attempt has succeeded or failed.</summary>
    public Task StartAsync(CancellationToken cancellation)
    {
        _loop = Task.Run(RunAsync, CancellationToken.None);
        return _firstAttempt.Task.WaitAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        Client.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var wait = s_firstWait;
        while (!_stop.IsCancellationRequested)
        {
            _status.Set(ConnectionState.Connecting);
            var error = await TryConnectAsync();
            if (error is null)
            {
                wait = s_firstWait;
                _status.Set(ConnectionState.Connected);
                _firstAttempt.TrySetResult();
                error = await WaitForLossAsync();
            }

            // The wait begins before its announcement, so that a virtual clock can be moved on hearing it.
            var delay = Task.Delay(wait, _time, _stop.Token);
            _status.Set(ConnectionState.Disconnected, _stop.IsCancellationRequested ? null : $"{_settings.Server}: {error}");
            _firstAttempt.TrySetResult();
            await delay.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            wait = wait * 2 < s_longestWait ? wait * 2 : s_longestWait;
        }

        await LeaveAsync();
    }

    // Null when connected.
    private async Task<string?> TryConnectAsync()
    {
        _lost = NewSignal();
        try
        {
            var result = await Client.ConnectAsync(_settings.Client, _stop.Token);
            if (result.ResultCode != MqttClientConnectResultCode.Success)
                throw new IOException($"the broker refuses the connection: {result.ResultCode} {result.ReasonString}".TrimEnd());

            await _onConnected(Client, _stop.Token);
            return null;
        }
        catch (Exception exception)
        {
            await LeaveAsync();

            // The library's own words only repeat the address.
            return exception.GetBaseException() is SocketException cause ? cause.Message : exception.Message;
        }
    }

    private async Task<string> WaitForLossAsync()
    {
        try
        {
            return await _lost.Task.WaitAsync(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            return "stopped";
        }
    }

    private async Task LeaveAsync()
    {
        if (Client.IsConnected)
            await Client.TryDisconnectAsync();
    }

    private static TaskCompletionSource<string> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
