using System.Net.Sockets;

namespace CompiledRules.Portable.Sdk.Wire;

/// <summary>One connection between two SP sockets: whole messages in, whole messages out.</summary>
/// <remarks>One reader at a time; any number of senders. After an exception or the end of the stream the connection is of no further use.</remarks>
internal sealed class SpConnection : IDisposable
{
    // Messages up to this size go out as one system call and leave no buffer behind.
    private const int Kept = 64 * 1024;

    private readonly Socket _socket;
    private readonly long _limit;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private byte[] _received = new byte[Kept];
    private byte[] _sent = new byte[4096];
    private int _start;
    private int _end;

    private readonly bool _isBlocking;

    private SpConnection(Socket socket, long limit, bool isBlocking)
    {
        _socket = socket;
        _limit = limit;
        _isBlocking = isBlocking;
    }

    /// <summary>Exchanges connection headers over a connected socket, which the connection owns from then on.</summary>
    /// <param name="limit">The longest message accepted, in bytes.</param>
    /// <param name="isBlocking">Whether reading blocks the calling thread in the system, which spares a change of threads per message. The socket must not have been used otherwise.</param>
    /// <exception cref="SpException">The peer is not the counterpart of <paramref name="own"/>.</exception>
    public static async ValueTask<SpConnection> OpenAsync(Socket socket, SpProtocol own, long limit, CancellationToken cancellation, bool isBlocking = false)
    {
        var connection = new SpConnection(socket, limit, isBlocking);
        try
        {
            SpHeader.WriteConnection(connection._sent, own);
            await connection.WriteAsync(connection._sent.AsMemory(0, SpHeader.ConnectionLength), cancellation).ConfigureAwait(false);
            if (!await connection.FillAsync(SpHeader.ConnectionLength, cancellation).ConfigureAwait(false))
                throw new SpException("The peer closed before it sent its header");

            SpHeader.CheckConnection(connection._received.AsSpan(0, SpHeader.ConnectionLength), own);
            connection._start = SpHeader.ConnectionLength;
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The next message, or null when the peer has closed. The memory is valid until the next call.</summary>
    /// <exception cref="SpException">The peer broke the framing, or closed inside a message.</exception>
    public async ValueTask<Memory<byte>?> ReceiveAsync(CancellationToken cancellation = default)
    {
        if (!await FillAsync(SpHeader.FrameLength, cancellation).ConfigureAwait(false))
            return _end == _start ? null : throw new SpException("The peer closed inside a message");

        var length = SpHeader.ReadFrame(_received.AsSpan(_start, SpHeader.FrameLength), Math.Min(_limit, Array.MaxLength - SpHeader.FrameLength));
        var whole = SpHeader.FrameLength + (int)length;
        if (!await FillAsync(whole, cancellation).ConfigureAwait(false))
            throw new SpException("The peer closed inside a message");

        var message = _received.AsMemory(_start + SpHeader.FrameLength, (int)length);
        _start += whole;
        return message;
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation = default) =>
        SendAsync(ReadOnlyMemory<byte>.Empty, message, cancellation);

    /// <summary>Sends one message made of <paramref name="head"/> and <paramref name="payload"/>.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> payload, CancellationToken cancellation = default)
    {
        await _sending.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var prefix = SpHeader.FrameLength + head.Length;
            var joined = prefix + payload.Length <= Kept ? prefix + payload.Length : prefix;
            if (_sent.Length < joined)
                _sent = new byte[Math.Min(Kept, Math.Max(joined, _sent.Length * 2))];

            SpHeader.WriteFrame(_sent, head.Length + (long)payload.Length);
            head.CopyTo(_sent.AsMemory(SpHeader.FrameLength));
            if (joined > prefix)
                payload.CopyTo(_sent.AsMemory(prefix));
            await WriteAsync(_sent.AsMemory(0, joined), CancellationToken.None).ConfigureAwait(false);
            if (joined == prefix && payload.Length > 0)
                await WriteAsync(payload, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }
    }

    // The semaphore is left alone: a sender may still hold it, and it owns no handle.
    public void Dispose()
    {
        if (_isBlocking)
            Unblock();
        _socket.Dispose();
    }

    // Wakes a thread that reads.
    private void Unblock()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Not connected any more.
        }
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        if (_isBlocking)
        {
            // A socket that takes more at all has room for a short message; a long one might keep the caller waiting.
            if (bytes.Length <= Kept && _socket.Poll(0, SelectMode.SelectWrite))
                _socket.Send(bytes.Span);
            else
                await Task.Run(() => _socket.Send(bytes.Span), cancellation).ConfigureAwait(false);
            return;
        }

        while (!bytes.IsEmpty)
            bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, cancellation).ConfigureAwait(false)..];
    }

    // Makes `count` bytes stand at _start; false when the peer closes before that.
    private async ValueTask<bool> FillAsync(int count, CancellationToken cancellation)
    {
        while (_end - _start < count)
        {
            MakeRoom(count);
            var read = await ReadAsync(cancellation).ConfigureAwait(false);
            if (read == 0)
                return false;

            _end += read;
        }

        return true;
    }

    private async ValueTask<int> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            return _isBlocking
                ? _socket.Receive(_received.AsSpan(_end))
                : await _socket.ReceiveAsync(_received.AsMemory(_end), SocketFlags.None, cancellation).ConfigureAwait(false);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionReset)
        {
            // The peer closed without reading all we sent. The system says so once, and then gives what the peer had sent before.
            return _isBlocking
                ? _socket.Receive(_received.AsSpan(_end))
                : await _socket.ReceiveAsync(_received.AsMemory(_end), SocketFlags.None, cancellation).ConfigureAwait(false);
        }
    }

    // The buffer grows with the bytes that arrive, not with the length announced, and shrinks again after a long message.
    private void MakeRoom(int count)
    {
        var held = _end - _start;
        var size = _received.Length;
        if (size > Kept && Math.Max(count, held) <= Kept)
            MoveTo(new byte[Kept], held);
        else if (held == size)
            MoveTo(GC.AllocateUninitializedArray<byte>((int)Math.Min(size * 2L, count)), held);
        else if (held == 0 || _end == size || (count <= size && _start + count > size))
            MoveTo(_received, held);
    }

    private void MoveTo(byte[] buffer, int held)
    {
        _received.AsSpan(_start, held).CopyTo(buffer);
        (_received, _start, _end) = (buffer, 0, held);
    }
}
