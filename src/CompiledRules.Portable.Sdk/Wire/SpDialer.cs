using System.Net.Sockets;

namespace CompiledRules.Portable.Sdk.Wire;

/// <summary>Connects to a listening SP socket.</summary>
internal static class SpDialer
{
    /// <summary>One attempt.</summary>
    /// <exception cref="SocketException">Nobody listens on <paramref name="path"/>.</exception>
    public static async ValueTask<SpConnection> ConnectAsync(string path, SpProtocol own, long limit, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation).ConfigureAwait(false);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return await SpConnection.OpenAsync(socket, own, limit, cancellation).ConfigureAwait(false);
    }

    /// <summary>Tries again every <paramref name="pause"/> until somebody listens or <paramref name="timeout"/> has passed.</summary>
    /// <exception cref="SocketException">Nobody listened in time.</exception>
    public static async ValueTask<SpConnection> ConnectAsync(
        string path, SpProtocol own, long limit, TimeSpan timeout, TimeSpan pause, TimeProvider time, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await ConnectAsync(path, own, limit, cancellation).ConfigureAwait(false);
            }
            catch (Exception error) when (error is SocketException or SpException && time.GetElapsedTime(start) < timeout)
            {
                await Task.Delay(pause, time, cancellation).ConfigureAwait(false);
            }
        }
    }
}
