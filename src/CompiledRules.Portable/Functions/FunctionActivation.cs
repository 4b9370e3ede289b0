using CompiledRules.Portable.Hosting;
using CompiledRules.Portable.Lanes;

namespace CompiledRules.Portable.Functions;

/// <summary>The channels of one function, which all rules share and which stay open over all processes of the plugin.</summary>
internal sealed class FunctionActivation(PortablePlugin plugin, string symbol, bool retries) : Activation(new SymbolKey(SymbolType.Function, symbol)), IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1, 1);
    private CommandLane? _lane;
    private volatile bool _isReady;

    public bool Retries { get; } = retries;

    /// <summary>What the plugin said when it was asked; null before that.</summary>
    public bool? IsAggregate { get; set; }

    public CommandLane Lane => _lane!;

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
        _lane ??= new CommandLane(
            Path.Combine(options.SocketDirectory, Key.Lane + ".ipc"),
            new CommandLaneOptions(options.ReceiveTimeout, options.DownTimeout) { Attempts = Retries ? options.Attempts : 1, LongestCommand = plugin.LongestMessage },
            plugin.Settings);
        return null;
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
        _starting.Dispose();
    }
}
