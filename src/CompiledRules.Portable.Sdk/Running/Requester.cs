using System.Buffers.Binary;
using CompiledRules.Portable.Sdk.Wire;

namespace CompiledRules.Portable.Sdk.Running;

/// <summary>The plugin's end of a channel of the old wire: it makes requests, and takes no reply but that to the newest.</summary>
internal sealed class Requester(SpConnection connection) : IDisposable
{
    // Longer silence would look like a dead plugin to hosts that do not ask.
    private static readonly TimeSpan s_keepAlive = TimeSpan.FromSeconds(5);
    private static readonly byte[] s_handshake = "handshake"u8.ToArray();

    private readonly byte[] _id = new byte[SpHeader.WordLength];
    private uint _number = (uint)Random.Shared.Next();

    public ValueTask SendAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        _number++;
        BinaryPrimitives.WriteUInt32BigEndian(_id, _number | SpHeader.IdBit);
        return connection.SendAsync(_id, payload, cancellation);
    }

    /// <summary>The host's next command, or null when it has gone. Breaks the silence meanwhile.</summary>
    public async ValueTask<Memory<byte>?> ReceiveAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                silence.CancelAfter(s_keepAlive);
                if (await connection.ReceiveAsync(silence.Token).ConfigureAwait(false) is not { } message)
                    return null;
                if (message.Span.StartsWith(_id))
                    return message[SpHeader.WordLength..];
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                await SendAsync(s_handshake, cancellation).ConfigureAwait(false);
            }
        }
    }

    public void Dispose() => connection.Dispose();
}
