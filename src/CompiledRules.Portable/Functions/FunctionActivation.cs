using CompiledRules.Portable.Hosting;
using CompiledRules.Portable.Lanes;

namespace CompiledRules.Portable.Functions;

/// <summary>The channels of one function, which all rules share and which stay open over all processes of the plugin.</summary>
internal sealed class FunctionActivation(PortablePlugin plugin, string symbol) : Activation(new SymbolKey(SymbolType.Function, symbol)), IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1, 1);
    private CommandLane? _lane;
    private FastLane? _fast;
    private volatile bool _isFast;
    private volatile bool _isReady;

    /// <summary>Whether the plugin was told to start the function.</summary>
    public bool IsReady => _isReady;

    /// <summary>Whether a call may be made again when its process dies.</summary>
    public bool Retries => plugin.SignatureOf(Key.Symbol).Retries ?? plugin.Options.RetriesInFlight;

    /// <summary>What the plugin said when it was asked; null before that.</summary>
    public bool? IsAggregate { get; set; }

    public CommandLane Lane => _lane!;

    /// <summary>The lane of the fast wire, or null where the present process does not speak it.</summary>
    public FastLane? Fast => _isFast ? _fast : null;

    public FunctionState State { get; } = new(symbol);

    /// <summary>How long the plugin has said nothing about this function.</summary>
    public TimeSpan Silence => (Fast as Lane ?? Lane).Silence;

    /// <summary>Has the plugin start the function with the first call; after that it is told in every new process.</summary>
    public async ValueTask EnsureStartedAsync(CancellationToken cancellation)
    {
        if (_isReady)
            return;

        await _starting.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (!_isReady)
                await plugin.ActivateAsync(this, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _starting.Release();
        }
    }

    public override string? Open(bool isFast)
    {
        var options = plugin.Options;
        var calls = new CommandLaneOptions(options.ReceiveTimeout, options.DownTimeout) { Attempts = Retries ? options.Attempts : 1, LongestCommand = plugin.LongestMessage };
        _isFast = isFast;
        if (!isFast)
        {
            _lane ??= new CommandLane(PathOf(""), calls, plugin.Settings);
            return null;
        }

        _fast ??= new FastLane(PathOf("_fast"), calls, plugin.Settings, State);
        return _fast.Path;
    }

    public override Task OnStartedAsync(CancellationToken cancellation)
    {
        _isReady = true;
        return Task.CompletedTask;
    }

    public override void OnFailed(PortableException error)
    {
        // Calls wait for the function to come back, and fail when it does not.
    }

    public async ValueTask DisposeAsync()
    {
        if (_lane is not null)
            await _lane.DisposeAsync().ConfigureAwait(false);
        if (_fast is not null)
            await _fast.DisposeAsync().ConfigureAwait(false);
        _starting.Dispose();
    }

    private string PathOf(string suffix) => Path.Combine(plugin.Options.SocketDirectory, Key.Lane + suffix + ".ipc");
}
