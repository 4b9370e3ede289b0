using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using CompiledRules.Portable.Lanes;
using CompiledRules.Portable.Packages;
using CompiledRules.Portable.Processes;

namespace CompiledRules.Portable.Hosting;

/// <summary>One plugin: its process, which is replaced when it ends or hangs, and the symbols that are started in it.</summary>
internal sealed partial class PortablePlugin : IAsyncDisposable
{
    // Symbols are configured by user code, which may load models or connect somewhere.
    private static readonly TimeSpan s_startTimeout = TimeSpan.FromSeconds(60);

    private static readonly PluginSignature s_undeclared = new(Parameters: null);

    private readonly PortableOptions _options;
    private readonly CommandLane _control;
    private readonly ConcurrentDictionary<SymbolKey, Activation> _activations = new();
    private readonly SemaphoreSlim _starting = new(1, 1);
    private readonly SemaphoreSlim _life = new(1, 1);
    private readonly Lock _processGate = new();
    private PluginProcess? _process;

    public PortablePlugin(PluginManifest manifest, PortableOptions options)
    {
        Manifest = manifest;
        _options = options;
        Meter = new CallMeter(options.Time);
        _control = new CommandLane(
            Path.Combine(options.SocketDirectory, $"plugin_{manifest.Name}.ipc"),
            new CommandLaneOptions(s_startTimeout, options.InitTimeout) { LongestCommand = LongestMessage },
            Settings,
            OnHandshake);
    }

    public string Name => Manifest.Name;

    public PluginManifest Manifest { get; private set; }

    public PluginOffer Offer { get; private set; } = PluginOffer.Read(default);

    /// <summary>Counts processes; tells one from the next.</summary>
    public int ProcessNumber => Volatile.Read(ref _number);

    public CallMeter Meter { get; }

    public PortableOptions Options => _options;

    public LaneSettings Settings => new(_options.Time, _options.LongestMessage, Admits);

    /// <summary>What the published Go SDK takes; others have no limit.</summary>
    public int? LongestMessage => Manifest.Language == "go" && !Offer.IsFast ? 1 << 20 : null;

    /// <summary>What the package declares about a function, and over that what the code of the running plugin does.</summary>
    public PluginSignature SignatureOf(string function)
    {
        var packaged = Manifest.Signatures.GetValueOrDefault(function, s_undeclared);
        return Offer.Signatures.TryGetValue(function, out var declared) ? packaged.With(declared) : packaged;
    }

    /// <summary>Tells the process to start <paramref name="activation"/>, now and in every process that follows.</summary>
    /// <exception cref="PortableException">There is no process in time, or it refuses.</exception>
    public async Task ActivateAsync(Activation activation, CancellationToken cancellation)
    {
        if (!_activations.TryAdd(activation.Key, activation))
            throw new PortableException($"{activation.Key.Lane} of plugin {Name} is started already");

        try
        {
            await WaitRunningAsync(cancellation).ConfigureAwait(false);
            await StartSymbolAsync(activation, cancellation).ConfigureAwait(false);
        }
        catch
        {
            _activations.TryRemove(activation.Key, out _);
            throw;
        }
    }

    /// <summary>Tells the process to stop <paramref name="activation"/>; a process that is gone or refuses changes nothing.</summary>
    public async Task DeactivateAsync(Activation activation)
    {
        if (!_activations.TryRemove(KeyValuePair.Create(activation.Key, activation)) || activation.Process != _number || !IsRunning)
            return;

        try
        {
            await CommandAsync(activation.Command("stop", null), s_startTimeout, CancellationToken.None).ConfigureAwait(false);
        }
        catch (PortableException error)
        {
            Log($"{activation.Key.Symbol} was not stopped: {error.Message}");
        }
    }

    /// <summary>Whether the process answers; asked when a call has had no answer. A process that does not is replaced.</summary>
    public async Task<bool> ProbeAsync(CancellationToken cancellation)
    {
        try
        {
            await _control.CallAsync(Activation.Probe, cancellation, _options.ProbeTimeout).ConfigureAwait(false);
            return true;
        }
        catch (LaneException error)
        {
            if (error.Failure is LaneFailure.TimedOut or LaneFailure.Busy)
                Replace("the process does not answer");
            return false;
        }
    }

    public PluginStatus Status()
    {
        var (calls, failed, rate, latency) = Meter.Read();
        var references = _activations.Keys
            .Where(static key => key.Type != SymbolType.Function)
            .GroupBy(static key => key.RuleId)
            .ToImmutableDictionary(static rule => rule.Key, static rule => rule.Count());
        return new PluginStatus(
            Name,
            _state,
            _process is { } process ? _control.PeerId ?? process.Id : null,
            Math.Max(0, _number - _firstNumber),
            _error,
            references,
            _heard ? _options.Time.GetUtcNow() - _control.Silence : null,
            calls,
            failed,
            rate,
            latency);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await _control.DisposeAsync().ConfigureAwait(false);
    }

    private bool Admits(int processId)
    {
        // A process may connect before the thread that started it has come back.
        lock (_processGate)
            return _process?.Contains(processId) == true;
    }

    private async Task StartSymbolAsync(Activation activation, CancellationToken cancellation)
    {
        await _starting.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (activation.Process == _number)
                return;

            var command = activation.Command("start", activation.Open(Offer.IsFast));
            await CommandAsync(command, s_startTimeout, cancellation).ConfigureAwait(false);
            await activation.OnStartedAsync(cancellation).ConfigureAwait(false);
            activation.Process = _number;
        }
        finally
        {
            _starting.Release();
        }
    }

    private async Task CommandAsync(byte[] command, TimeSpan timeout, CancellationToken cancellation)
    {
        try
        {
            var answer = Encoding.UTF8.GetString(await _control.CallAsync(command, cancellation, timeout).ConfigureAwait(false));
            if (answer != "ok")
                throw new PortableException($"receive error: {answer}");
        }
        catch (LaneException error)
        {
            throw new PortableException($"plugin {Name} status {StatusText}, message: {error.Message}", error);
        }
        catch (ArgumentException error)
        {
            throw new PortableException($"plugin {Name}: {error.Message}", error);
        }
    }

    private void Log(string line) => _options.Log?.Invoke(Name, line);
}
