using System.Net.Sockets;
using CompiledRules.Portable.Sdk.Wire;

namespace CompiledRules.Portable.Lanes;

/// <summary>Pushes messages to a socket that the plugin listens on, dialling again when the connection is lost.</summary>
/// <remarks>One sender at a time.</remarks>
internal sealed class PushLane(string path, TimeSpan timeout, LaneSettings settings) : IDisposable
{
    private static readonly TimeSpan s_redial = TimeSpan.FromMilliseconds(20);

    private SpConnection? _connection;

    public bool IsConnected => Volatile.Read(ref _connection) is not null;

    /// <exception cref="SocketException">The plugin did not listen in time.</exception>
    public async Task ConnectAsync(CancellationToken cancellation)
    {
        var connection = await SpDialer.ConnectAsync(path, SpProtocol.Push, settings.Limit, timeout, s_redial, settings.Time, cancellation).ConfigureAwait(false);
        Interlocked.Exchange(ref _connection, connection)?.Dispose();
        _ = WatchAsync(connection);
    }

    /// <exception cref="IOException">Not sent within the time allowed.</exception>
    public async Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        try
        {
            if (!IsConnected)
                await ConnectAsync(cancellation).ConfigureAwait(false);
            if (Volatile.Read(ref _connection) is not { } connection)
                throw new IOException("The plugin closed its socket");

            var sending = connection.SendAsync(message, cancellation);
            if (!sending.IsCompletedSuccessfully)
                await sending.AsTask().WaitAsync(timeout, settings.Time, cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is SocketException or TimeoutException or ObjectDisposedException)
        {
            // Half a message may be on its way, so this connection cannot be used again.
            Disconnect();
            throw new IOException($"The plugin did not take the message: {error.Message}", error);
        }
    }

    public void Disconnect() => Interlocked.Exchange(ref _connection, null)?.Dispose();

    public void Dispose() => Disconnect();

    // A puller sends nothing, so the only thing to read is the end of the connection.
    private async Task WatchAsync(SpConnection connection)
    {
        try
        {
            while (await connection.ReceiveAsync().ConfigureAwait(false) is not null)
            {
            }
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException)
        {
            // Closed, as below.
        }

        if (Interlocked.CompareExchange(ref _connection, null, connection) == connection)
            connection.Dispose();
    }
}
