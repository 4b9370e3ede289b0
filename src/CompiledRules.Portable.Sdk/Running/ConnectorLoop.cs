using System.Buffers;
using System.Net.Sockets;
using CompiledRules.Portable.Sdk.Wire;

namespace CompiledRules.Portable.Sdk.Running;

/// <summary>Runs sources and sinks until they are stopped.</summary>
internal static class ConnectorLoop
{
    private const long Limit = 256L << 20;

    public static async Task StartAsync(ControlLoop control, IPluginSource source, string lane, SqlObject argument, CancellationToken cancellation)
    {
        source.Configure(argument["dataSource"] is { IsString: true } text ? text.AsString() : "", Options(argument));
        var connection = await control.DialAsync(lane, SpProtocol.Push, cancellation).ConfigureAwait(false);
        _ = Task.Run(() => RunAsync(source, connection, lane, cancellation), cancellation);
    }

    public static async Task StartAsync(ControlLoop control, IPluginSink sink, string lane, SqlObject argument, CancellationToken cancellation)
    {
        sink.Configure(Options(argument));
        var listener = SpListener.Open(control.PathOf(lane));
        var acks = await control.DialAsync(lane + "_ack", SpProtocol.Push, cancellation).ConfigureAwait(false);
        _ = Task.Run(() => RunAsync(sink, listener, acks, lane, cancellation), cancellation);
    }

    private static SqlObject Options(SqlObject argument) => argument["config"] is { Kind: SqlKind.Object } config ? config.AsObject() : SqlObject.Empty;

    private static async Task RunAsync(IPluginSource source, SpConnection connection, string lane, CancellationToken cancellation)
    {
        try
        {
            await source.RunAsync(new Emitter(connection), cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
        catch (Exception error)
        {
            Plugin.Log($"source {lane} ended: {error.Message}");
        }
        finally
        {
            connection.Dispose();
        }
    }

    private static async Task RunAsync(IPluginSink sink, SpListener listener, SpConnection acks, string lane, CancellationToken cancellation)
    {
        try
        {
            // The host may dial again.
            while (true)
            {
                using var connection = await SpConnection.OpenAsync(await listener.AcceptAsync(cancellation).ConfigureAwait(false), SpProtocol.Pull, Limit, cancellation).ConfigureAwait(false);
                await CollectAsync(sink, connection, acks, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or SocketException)
        {
            if (!cancellation.IsCancellationRequested)
                Plugin.Log($"sink {lane} ended: {error.Message}");
        }
        finally
        {
            acks.Dispose();
            listener.Dispose();
        }
    }

    private static async Task CollectAsync(IPluginSink sink, SpConnection connection, SpConnection acks, CancellationToken cancellation)
    {
        while (await connection.ReceiveAsync(cancellation).ConfigureAwait(false) is { } message)
        {
            var ack = SqlObject.Empty;
            try
            {
                await sink.CollectAsync(message, cancellation).ConfigureAwait(false);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                ack = SqlObject.FromArrays(["error"], [error.Message]);
            }

            await acks.SendAsync(Json(ack), cancellation).ConfigureAwait(false);
        }
    }

    private static ReadOnlyMemory<byte> Json(SqlValue value)
    {
        var output = new ArrayBufferWriter<byte>(64);
        SqlJson.Write(value, output, nonFiniteAsNull: true);
        return output.WrittenMemory;
    }

    private sealed class Emitter(SpConnection connection) : PluginEmitter
    {
        public override ValueTask EmitAsync(SqlObject message, SqlObject? metadata = null) =>
            connection.SendAsync(Json(SqlObject.FromArrays(["message", "meta"], [message, metadata])));

        public override ValueTask EmitErrorAsync(string error) => connection.SendAsync(Json(SqlObject.FromArrays(["error"], [error])));
    }
}
