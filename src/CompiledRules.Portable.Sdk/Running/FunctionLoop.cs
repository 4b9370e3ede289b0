using System.Net.Sockets;
using CompiledRules.Portable.Sdk.Wire;

namespace CompiledRules.Portable.Sdk.Running;

/// <summary>Serves the calls of one function, dialling again when the connection is lost.</summary>
internal static class FunctionLoop
{
    public static Task StartAsync(ControlLoop control, PluginFunction function, SqlObject argument, CancellationToken cancellation)
    {
        var path = argument["wire"] is { Kind: SqlKind.Object } wire ? wire.AsObject()["path"].AsString() : null;
        _ = Task.Run(() => RunAsync(control, function, path, cancellation), cancellation);
        return Task.CompletedTask;
    }

    private static async Task RunAsync(ControlLoop control, PluginFunction function, string? fastPath, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                if (fastPath is null)
                    await JsonFunctionLoop.ServeAsync(control, function, cancellation).ConfigureAwait(false);
                else
                    await FastFunctionLoop.ServeAsync(await control.DialAsync(fastPath, SpProtocol.Pair, cancellation).ConfigureAwait(false), function, cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException error) when (error.SocketErrorCode is SocketError.ConnectionRefused or SocketError.AddressNotAvailable)
            {
                Plugin.Log($"function {function.Name} is no longer called");
                return;
            }
            catch (Exception error) when (error is IOException or SocketException)
            {
                Plugin.Log($"function {function.Name} lost its connection: {error.Message}");
            }
        }
    }
}
