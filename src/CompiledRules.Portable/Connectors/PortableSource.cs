using System.Net.Sockets;
using CompiledRules.Portable.Hosting;
using CompiledRules.Portable.Lanes;

namespace CompiledRules.Portable.Connectors;

/// <summary>A source of a plugin. It is started in the plugin's process with the subscription, and again in every process that follows.</summary>
public sealed class PortableSource : ISource<SourceRow>
{
    private readonly PortablePlugin _plugin;
    private readonly string _symbol;
    private readonly PortableInstance _instance;
    private readonly SqlObject _config;
    private readonly Action<string> _log;

    internal PortableSource(PortablePlugin plugin, string symbol, PortableInstance instance, SqlObject config, Action<string> log)
    {
        (_plugin, _symbol, _instance, _config, _log) = (plugin, symbol, instance, config, log);
    }

    public IDisposable Subscribe(IObserver<SourceRow> observer)
    {
        var subscription = new Subscription(_plugin, new SymbolKey(SymbolType.Source, _symbol, _instance.RuleId, _instance.OpId), _config, observer, _log);
        subscription.Start();
        return subscription;
    }

    private sealed class Subscription(PortablePlugin plugin, SymbolKey key, SqlObject config, IObserver<SourceRow> observer, Action<string> log) : Activation(key), IDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private PullLane? _lane;
        private int _isStopped;

        public void Start() => _ = StartAsync();

        public override string? Open(bool isFast)
        {
            _lane ??= new PullLane(Path.Combine(plugin.Options.SocketDirectory, Key.Lane + ".ipc"), plugin.Settings, TakeAsync);
            return null;
        }

        // The plugin dials before it answers, so this only gives the connection time to be accepted.
        public override async Task OnStartedAsync(CancellationToken cancellation)
        {
            try
            {
                await _lane!.WaitConnectedAsync(plugin.Options.SendTimeout, cancellation).ConfigureAwait(false);
            }
            catch (TimeoutException error)
            {
                throw new PortableException($"source {Key.Symbol} of plugin {plugin.Name} did not connect", error);
            }
        }

        public override void OnFailed(PortableException error) => _ = FailAsync(error);

        public void Dispose() => _ = StopAsync();

        protected override SqlObject Describe(SqlObject.Builder argument)
        {
            var dataSource = config["datasource"] is { IsString: true } text ? text : SqlValue.From("");
            // The published SDKs look for one of these names each.
            argument["dataSource"] = dataSource;
            argument["datasource"] = dataSource;
            argument["config"] = config;
            return argument.ToObject();
        }

        private async Task StartAsync()
        {
            try
            {
                await plugin.ActivateAsync(this, _end.Token).ConfigureAwait(false);
            }
            catch (Exception error) when (error is PortableException or IOException or SocketException)
            {
                await FailAsync(error).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Nobody is subscribed any more.
            }
        }

        // Gives up the socket first: the runtime may subscribe again at once.
        private async Task FailAsync(Exception error)
        {
            if (await StopAsync().ConfigureAwait(false))
                observer.OnError(error);
        }

        // False when it was stopped before.
        private async Task<bool> StopAsync()
        {
            if (Interlocked.Exchange(ref _isStopped, 1) != 0)
                return false;

            await _end.CancelAsync().ConfigureAwait(false);
            if (_lane is not null)
                await _lane.DisposeAsync().ConfigureAwait(false);
            await plugin.DeactivateAsync(this).ConfigureAwait(false);
            return true;
        }

        private ValueTask TakeAsync(ReadOnlyMemory<byte> frame)
        {
            if (_end.IsCancellationRequested)
                return ValueTask.CompletedTask;

            var (row, error) = SourceFrame.Read(frame.Span);
            if (error is null)
                observer.OnNext(row);
            else
                log($"source {Key.Symbol}: {error}");
            return ValueTask.CompletedTask;
        }
    }
}
