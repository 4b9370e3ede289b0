using System.Buffers;
using System.Runtime.CompilerServices;
using CompiledRules.External.Calls;
using CompiledRules.External.Schemas;
using MessagePack;

namespace CompiledRules.External.MsgPackRpc;

/// <summary>Any number of calls over one stream: requests that come together leave together, replies find their call by number.</summary>
internal sealed class MessagePackRpcConnection : IAsyncDisposable
{
    private const int RequestType = 0;
    private const int ResponseType = 1;

    private readonly Stream _stream;
    private readonly Lock _gate = new();
    private readonly Dictionary<uint, Pending> _pending = [];
    private ArrayBufferWriter<byte> _queued = new();
    private ArrayBufferWriter<byte> _sending = new();
    private bool _isSending;
    private bool _isClosed;
    private uint _lastNumber;

    public MessagePackRpcConnection(Stream stream)
    {
        _stream = stream;
        _ = ReceiveAsync();
    }

    public bool IsClosed
    {
        get
        {
            lock (_gate)
                return _isClosed;
        }
    }

    /// <param name="request">Method and parameters, encoded.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled; the reply is dropped when it comes.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Attempt> CallAsync(byte[] request, MethodSchema schema, CancellationToken cancellation)
    {
        var call = new Pending(schema);
        if (Enqueue(request, call) is not { } number)
            return Lost(schema);

        await using var registration = cancellation.UnsafeRegister(static (call, token) => ((Pending)call!).TrySetCanceled(token), call).ConfigureAwait(false);
        try
        {
            return await call.Task.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            lock (_gate)
                _pending.Remove(number);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Close(null);
        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    private uint? Enqueue(byte[] request, Pending call)
    {
        lock (_gate)
        {
            if (_isClosed)
                return null;

            var number = ++_lastNumber;
            _pending[number] = call;
            var writer = new MessagePackWriter(_queued);
            writer.WriteArrayHeader(4);
            writer.Write(RequestType);
            writer.Write(number);
            writer.WriteRaw(request);
            writer.Flush();
            if (!_isSending)
            {
                _isSending = true;
                _ = SendAsync();
            }

            return number;
        }
    }

    private async Task SendAsync()
    {
        // Leaves the caller's lock, and lets requests that come at the same moment join in.
        await Task.Yield();
        try
        {
            while (TakeQueued() is { } bytes)
                await _stream.WriteAsync(bytes).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            Close(error);
        }
    }

    private ReadOnlyMemory<byte>? TakeQueued()
    {
        lock (_gate)
        {
            if (_queued.WrittenCount == 0)
            {
                _isSending = false;
                return null;
            }

            (_queued, _sending) = (_sending, _queued);
            _queued.ResetWrittenCount();
            return _sending.WrittenMemory;
        }
    }

    private async Task ReceiveAsync()
    {
        Exception? cause = null;
        try
        {
            using var messages = new MessagePackStreamReader(_stream);
            while (await messages.ReadAsync(CancellationToken.None).ConfigureAwait(false) is { } message)
                Dispatch(message);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Whatever the other side has sent: the calls that wait must learn that no reply will come.
            cause = error;
        }

        Close(cause);
    }

    // response := [ 1, number, error, result ]
    private void Dispatch(ReadOnlySequence<byte> message)
    {
        var reader = new MessagePackReader(message);
        if (reader.NextMessagePackType != MessagePackType.Array || reader.ReadArrayHeader() != 4 || reader.ReadInt32() != ResponseType)
            throw new MessagePackSerializationException("the message is no msgpack-rpc response");

        var number = reader.ReadUInt32();
        Pending? call;
        lock (_gate)
            _pending.Remove(number, out call);
        call?.TrySetResult(Read(ref reader, call.Schema));
    }

    private static Attempt Read(ref MessagePackReader reader, MethodSchema schema)
    {
        try
        {
            return reader.TryReadNil()
                ? Attempt.Of(MessagePackCodec.ReadReply(ref reader, schema.Output))
                : Attempt.Failed(FailureKind.Refused, $"error invoking method {schema.Name}: {MessagePackCodec.ReadReply(ref reader, null)}");
        }
        catch (SqlException error)
        {
            return new Attempt(default, new CallFailure(FailureKind.Reply, error));
        }
    }

    private void Close(Exception? cause)
    {
        Pending[] lost;
        lock (_gate)
        {
            _isClosed = true;
            lost = [.. _pending.Values];
            _pending.Clear();
        }

        foreach (var call in lost)
            call.TrySetResult(Lost(call.Schema, cause));
        _stream.Dispose();
    }

    private static Attempt Lost(MethodSchema schema, Exception? cause = null) =>
        Attempt.Failed(FailureKind.Connection, $"invoke {schema.Name}: the connection was lost{(cause is null ? "" : ": " + cause.Message)}", cause);

    private sealed class Pending(MethodSchema schema) : TaskCompletionSource<Attempt>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public MethodSchema Schema { get; } = schema;
    }
}
