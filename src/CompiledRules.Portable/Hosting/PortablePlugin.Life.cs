using System.Net.Sockets;
using CompiledRules.Portable.Packages;
using CompiledRules.Portable.Processes;

namespace CompiledRules.Portable.Hosting;

internal sealed partial class PortablePlugin
{
    private readonly CancellationTokenSource _disposal = new();
    private TaskCompletionSource _running = NewSignal();
    private TaskCompletionSource _handshake = NewSignal();
    private TaskCompletionSource<string> _replacing = NewReason();
    private CancellationTokenSource? _stopping;
    private Task _supervision = Task.CompletedTask;
    private PluginState _state = PluginState.Stopped;
    private string _error = "";
    private bool _heard;
    private int _number;
    private int _firstNumber = 1;

    public bool IsRunning => _running.Task.IsCompletedSuccessfully;

    public string StatusText => _state switch
    {
        PluginState.Initializing => "initializing",
        PluginState.Running => "running",
        PluginState.Stopped => "stop",
        _ => "error",
    };

    public string ErrorText => _error;

    /// <summary>Starts the process and keeps one running from then on.</summary>
    /// <exception cref="PortableException">The first process did not start or say anything in time; others are tried nevertheless.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        var first = new TaskCompletionSource<PortableException?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _life.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_stopping is not null)
                return;

            _firstNumber = _number + 1;
            _stopping = CancellationTokenSource.CreateLinkedTokenSource(_disposal.Token);
            _supervision = SuperviseAsync(first, _stopping.Token);
        }
        finally
        {
            _life.Release();
        }

        if (await first.Task.WaitAsync(cancellation).ConfigureAwait(false) is { } error)
            throw error;
    }

    /// <summary>Ends the process. Symbols stay, and are started again with the next <see cref="StartAsync"/>.</summary>
    public async Task StopAsync()
    {
        await _life.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_stopping is not { } stopping)
                return;

            await stopping.CancelAsync().ConfigureAwait(false);
            await _supervision.ConfigureAwait(false);
            stopping.Dispose();
            _stopping = null;
            _state = PluginState.Stopped;
        }
        finally
        {
            _life.Release();
        }
    }

    /// <summary>Puts another version in place of this one. Rules go on; their sources, sinks and functions are started in the new process.</summary>
    public async Task ReplaceAsync(Func<Task<PluginManifest>> install, CancellationToken cancellation)
    {
        await StopAsync().ConfigureAwait(false);
        try
        {
            Manifest = await install().ConfigureAwait(false);
        }
        finally
        {
            await StartAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the present process, so that another takes its place.</summary>
    public void Replace(string reason) => Volatile.Read(ref _replacing).TrySetResult(reason);

    /// <exception cref="PortableException">No process is running within the time that calls wait for one.</exception>
    public async ValueTask WaitRunningAsync(CancellationToken cancellation)
    {
        if (IsRunning)
            return;

        try
        {
            await Volatile.Read(ref _running).Task.WaitAsync(_options.DownTimeout, _options.Time, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException error)
        {
            throw new PortableException($"plugin {Name} status {StatusText}, message: {_error}", error);
        }
    }

    private async Task SuperviseAsync(TaskCompletionSource<PortableException?> first, CancellationToken stopping)
    {
        var pause = _options.FirstRestart;
        while (!stopping.IsCancellationRequested)
        {
            var started = _options.Time.GetTimestamp();
            await RunAsync(first, stopping).ConfigureAwait(false);
            if (stopping.IsCancellationRequested)
                break;

            // A process that lasted has shown that it can; the next failure is a new one.
            if (_options.Time.GetElapsedTime(started) > _options.LongestRestart)
                pause = _options.FirstRestart;
            await Task.Delay(pause, _options.Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, _options.LongestRestart.Ticks));
        }

        first.TrySetResult(null);
    }

    // One process, from its start to its end.
    private async Task RunAsync(TaskCompletionSource<PortableException?> first, CancellationToken stopping)
    {
        _state = PluginState.Initializing;
        _heard = false;
        _handshake = NewSignal();
        Volatile.Write(ref _replacing, NewReason());
        try
        {
            Spawn();
            await WaitHandshakeAsync(stopping).ConfigureAwait(false);
            (_state, _error) = (PluginState.Running, "");
            // Whoever waits for the process may start symbols of his own meanwhile; they take turns with these.
            Volatile.Read(ref _running).TrySetResult();
            first.TrySetResult(null);
            var replay = ReplayAsync(stopping);
            Fail(await WatchAsync(stopping).ConfigureAwait(false));
            // What is being started gets no answer any more, and hears so at once.
            _process!.Kill();
            await replay.ConfigureAwait(false);
        }
        catch (Exception error) when (error is PortableException or OperationCanceledException)
        {
            Fail(error.Message);
            first.TrySetResult(error as PortableException);
        }
        finally
        {
            End();
        }
    }

    private void Spawn()
    {
        var commandLine = PluginCommandLine.Of(Manifest, _options);
        lock (_processGate)
        {
            _number++;
            _process = PluginProcess.Start(commandLine, Manifest.Directory, _options.PythonPath, _options.SocketDirectory, Log);
        }
    }

    private async Task WaitHandshakeAsync(CancellationToken stopping)
    {
        using var timeout = new CancellationTokenSource(_options.InitTimeout, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping);
        var exit = _process!.Exit;
        await Task.WhenAny(_handshake.Task, exit, Task.Delay(Timeout.InfiniteTimeSpan, either.Token)).ConfigureAwait(false);
        stopping.ThrowIfCancellationRequested();
        if (_handshake.Task.IsCompleted)
            return;

        throw new PortableException(exit.IsCompleted
            ? $"plugin {Path.GetFileName(Manifest.Executable)} ended with {await exit.ConfigureAwait(false)} before it said anything"
            : $"plugin {Path.GetFileName(Manifest.Executable)} control handshake error: receive time out");
    }

    // Gives the reason for which the process ended, or has to be ended.
    private async Task<string> WatchAsync(CancellationToken stopping)
    {
        var exit = _process!.Exit;
        var replacing = Volatile.Read(ref _replacing).Task;
        while (true)
        {
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            var ended = await Task.WhenAny(exit, replacing, Task.Delay(_options.ProbeAfter, _options.Time, pause.Token)).ConfigureAwait(false);
            await pause.CancelAsync().ConfigureAwait(false);
            if (ended == exit)
                return await exit.ConfigureAwait(false) is var code and not 0 ? $"the process ended with {code}" : "the process ended by itself";
            if (ended == replacing)
                return await replacing.ConfigureAwait(false);

            stopping.ThrowIfCancellationRequested();
            if (_control.Silence >= _options.ProbeAfter)
                _ = ProbeQuietlyAsync(stopping);
        }
    }

    private async Task ProbeQuietlyAsync(CancellationToken stopping)
    {
        try
        {
            await ProbeAsync(stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The plugin is being stopped.
        }
    }

    private async Task ReplayAsync(CancellationToken stopping)
    {
        foreach (var activation in _activations.Values)
        {
            try
            {
                await StartSymbolAsync(activation, stopping).ConfigureAwait(false);
            }
            catch (PortableException error)
            {
                Log($"{activation.Key.Symbol} was not started again: {error.Message}");
                activation.OnFailed(error);
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or SocketException)
            {
                Log($"{activation.Key.Symbol} was not started again: {error.Message}");
            }
        }
    }

    private void Fail(string error)
    {
        _state = PluginState.Error;
        _error = error;
        Log(error);
    }

    private void End()
    {
        if (_running.Task.IsCompleted)
            Volatile.Write(ref _running, NewSignal());
        PluginProcess? process;
        lock (_processGate)
        {
            process = _process;
            _process = null;
        }

        process?.Dispose();
        _control.Disconnect();
    }

    private void OnHandshake(ReadOnlyMemory<byte> payload)
    {
        // A plugin that dials again may repeat its last request, which offers nothing.
        if (payload.Span.StartsWith("handshake"u8))
        {
            var offer = PluginOffer.Read(payload);
            Offer = offer with { IsFast = offer.IsFast && _options.UsesFastWire };
        }

        _heard = true;
        _handshake.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource<string> NewReason() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
