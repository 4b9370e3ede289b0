using System.Net.Sockets;
using System.Threading.Channels;
using CompiledRules.Portable.Hosting;
using CompiledRules.Portable.Lanes;

namespace CompiledRules.Portable.Connectors;

/// <summary>A sink of a plugin. With <c>requireAck</c> in its configuration every message waits for the plugin's word.</summary>
public sealed class PortableSink : ISink<ReadOnlyMemory<byte>>
{
    private readonly PortablePlugin _plugin;
    private readonly SinkActivation _activation;

    internal PortableSink(PortablePlugin plugin, string symbol, PortableInstance instance, SqlObject config)
    {
        _plugin = plugin;
        _activation = new SinkActivation(plugin, new SymbolKey(SymbolType.Sink, symbol, instance.RuleId, instance.OpId), config);
    }

    /// <exception cref="PortableException">The plugin refuses, or cannot be started.</exception>
    public async ValueTask ConnectAsync(CancellationToken cancellation) =>
        await _plugin.ActivateAsync(_activation, cancellation).ConfigureAwait(false);

    /// <exception cref="IOException">The plugin is away, did not take the message in time, or says that it failed.</exception>
    /// <exception cref="PortableException">The message is longer than the plugin can take.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        if (message.Length > _plugin.LongestMessage)
            throw new PortableException($"the message has {message.Length} bytes, and plugin {_plugin.Name} takes at most {_plugin.LongestMessage}");
        if (!_plugin.IsRunning)
            throw new IOException($"plugin {_plugin.Name} status {_plugin.StatusText}, message: {_plugin.ErrorText}");

        await _activation.WriteAsync(message, cancellation).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _activation.DisposeAsync().ConfigureAwait(false);
        await _plugin.DeactivateAsync(_activation).ConfigureAwait(false);
    }

    private sealed class SinkActivation(PortablePlugin plugin, SymbolKey key, SqlObject config) : Activation(key), IAsyncDisposable
    {
        private readonly bool _requiresAck = IsTrue(config["requireAck"]);
        private readonly Channel<byte[]> _acks = Channel.CreateUnbounded<byte[]>();
        private readonly PushLane _data = new(
            Path.Combine(plugin.Options.SocketDirectory, key.Lane + ".ipc"), plugin.Options.SendTimeout, new LaneSettings(plugin.Options.Time, plugin.Options.LongestMessage));

        private PullLane? _ackLane;

        public override string? Open(bool isFast)
        {
            _ackLane ??= new PullLane(Path.Combine(plugin.Options.SocketDirectory, Key.Lane + "_ack.ipc"), plugin.Settings, TakeAckAsync);
            return null;
        }

        public override async Task OnStartedAsync(CancellationToken cancellation)
        {
            try
            {
                await _data.ConnectAsync(cancellation).ConfigureAwait(false);
            }
            catch (Exception error) when (error is SocketException or IOException)
            {
                throw new PortableException($"sink {Key.Symbol} of plugin {plugin.Name} does not listen: {error.Message}", error);
            }
        }

        public override void OnFailed(PortableException error)
        {
            // The next message finds nobody listening, and the rule's policy for that applies.
        }

        public async Task WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
        {
            // An answer that came too late belongs to an earlier message.
            while (_acks.Reader.TryRead(out _))
            {
            }

            await _data.SendAsync(message, cancellation).ConfigureAwait(false);
            if (_requiresAck)
                await WaitAckAsync(cancellation).ConfigureAwait(false);
        }

        public async ValueTask DisposeAsync()
        {
            _data.Dispose();
            if (_ackLane is not null)
                await _ackLane.DisposeAsync().ConfigureAwait(false);
        }

        protected override SqlObject Describe(SqlObject.Builder argument)
        {
            argument["config"] = config;
            return argument.ToObject();
        }

        // SQL has options as text, configuration as what they are.
        private static bool IsTrue(SqlValue value) =>
            value.IsBoolean ? value.AsBoolean() : value.IsString && value.AsString().Equals("true", StringComparison.OrdinalIgnoreCase);

        private async Task WaitAckAsync(CancellationToken cancellation)
        {
            byte[] ack;
            try
            {
                ack = await _acks.Reader.ReadAsync(cancellation).AsTask().WaitAsync(plugin.Options.ReceiveTimeout, plugin.Options.Time, cancellation).ConfigureAwait(false);
            }
            catch (TimeoutException error)
            {
                throw new IOException($"sink {Key.Symbol} of plugin {plugin.Name} did not acknowledge the message", error);
            }

            var reply = SqlJson.Parse(ack);
            if (reply.Kind == SqlKind.Object && reply.AsObject()["error"] is { IsString: true } error2)
                throw new IOException(error2.AsString());
        }

        // Taken whether or not anybody asked for it: a plugin that acknowledges unasked would stand still otherwise.
        private ValueTask TakeAckAsync(ReadOnlyMemory<byte> frame)
        {
            if (_requiresAck)
                _acks.Writer.TryWrite(frame.ToArray());
            return ValueTask.CompletedTask;
        }
    }
}
