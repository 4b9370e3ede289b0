using System.Net.Sockets;
using System.Text;
using CompiledRules.Portable.Sdk.Wire;

namespace CompiledRules.Portable.Sdk.Running;

/// <summary>Takes the host's commands and starts and stops symbols.</summary>
internal sealed class ControlLoop(Plugin plugin, string sockets)
{
    private const long Limit = 256L << 20;

    private static readonly TimeSpan s_dialTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_dialPause = TimeSpan.FromMilliseconds(100);
    private static readonly byte[] s_ok = "ok"u8.ToArray();

    private readonly Dictionary<(string Type, string Symbol, string Lane), CancellationTokenSource> _live = [];

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        try
        {
            using var channel = new Requester(await DialAsync($"plugin_{plugin.Name}", SpProtocol.Request, cancellation).ConfigureAwait(false));
            await channel.SendAsync(Handshake(), cancellation).ConfigureAwait(false);
            while (await channel.ReceiveAsync(cancellation).ConfigureAwait(false) is { } command)
                await channel.SendAsync(await ObeyAsync(command, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
            return 1;
        }
        catch (SocketException error)
        {
            Plugin.Log($"no host for plugin {plugin.Name}: {error.Message}");
            return 0;
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
        catch (IOException)
        {
            return 1;
        }
    }

    public ValueTask<SpConnection> DialAsync(string nameOrPath, SpProtocol own, CancellationToken cancellation) =>
        SpDialer.ConnectAsync(PathOf(nameOrPath), own, Limit, s_dialTimeout, s_dialPause, TimeProvider.System, cancellation);

    public string PathOf(string nameOrPath) => nameOrPath.StartsWith('/') ? nameOrPath : Path.Combine(sockets, nameOrPath + ".ipc");

    private byte[] Handshake()
    {
        var functions = new SqlObject.Builder();
        foreach (var function in plugin.Functions.Values)
            functions[function.Name] = function.Describe();
        var offer = SqlObject.FromArrays(["wire", "sdk", "functions"], [(long)FastFrame.Version, "dotnet", functions.ToObject()]);
        return Encoding.UTF8.GetBytes("handshake " + SqlJson.ToText(offer));
    }

    private async Task<byte[]> ObeyAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        try
        {
            var command = SqlJson.Parse(message.Span, wholeNumbersAsIntegers: true).AsObject();
            var argument = SqlJson.Parse(command["arg"].AsString(), wholeNumbersAsIntegers: true).AsObject();
            if (command["cmd"] == "start")
                await StartAsync(argument, cancellation).ConfigureAwait(false);
            else if (command["cmd"] == "stop" && _live.Remove(KeyOf(argument), out var running))
                await running.CancelAsync().ConfigureAwait(false);
            return s_ok;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // A text that began with an h would be taken for a keep-alive.
            return Encoding.UTF8.GetBytes($"{error.GetType().Name}: {error.Message}");
        }
    }

    private async Task StartAsync(SqlObject argument, CancellationToken cancellation)
    {
        var key = KeyOf(argument);
        // Functions are never stopped, so one that runs is left alone.
        if (key.Type == "func" && _live.ContainsKey(key))
            return;

        var running = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await StartAsync(key, argument, running.Token).ConfigureAwait(false);
        _live[key] = running;
    }

    private Task StartAsync((string Type, string Symbol, string Lane) key, SqlObject argument, CancellationToken cancellation) => key.Type switch
    {
        "func" when plugin.Functions.TryGetValue(key.Symbol, out var function) => FunctionLoop.StartAsync(this, function, argument, cancellation),
        "source" when plugin.Sources.TryGetValue(key.Symbol, out var source) => ConnectorLoop.StartAsync(this, source(), key.Lane, argument, cancellation),
        "sink" when plugin.Sinks.TryGetValue(key.Symbol, out var sink) => ConnectorLoop.StartAsync(this, sink(), key.Lane, argument, cancellation),
        _ => throw new ArgumentException($"symbol not found: {key.Type} {key.Symbol}"),
    };

    private static (string Type, string Symbol, string Lane) KeyOf(SqlObject argument)
    {
        var meta = argument["meta"].AsObject();
        return (argument["pluginType"].AsString(), argument["symbolName"].AsString(), $"{meta["ruleId"].AsString()}_{meta["opId"].AsString()}_{meta["instanceId"]}");
    }
}
