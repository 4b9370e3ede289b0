using CompiledRules.Portable.Sdk.Wire;

namespace CompiledRules.Portable.Lanes;

/// <summary>The host's end of a control or function channel, on which the plugin is the requester although the host gives the orders.</summary>
/// <remarks>
/// Every request of the plugin is the result of the command before it and the permission to send the next one; one that begins with <c>h</c> is only the permission.
/// Frames are read whether or not a caller waits, a permission is used once, and the answer to a command that nobody waits for any more is dropped,
/// so a late answer, a repeated request or hours of keep-alives can never be taken for the result of another command.
/// </remarks>
internal sealed class CommandLane : Lane
{
    private const byte HandshakeByte = (byte)'h';

    private readonly CommandLaneOptions _options;
    private readonly Action<ReadOnlyMemory<byte>>? _onHandshake;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly LaneDeadline _deadline;
    private Exchange? _exchange;
    private byte[]? _permission;
    private byte[] _lastId = [];
    private bool _isFirstFrame;

    /// <param name="onHandshake">Told the first message of every connection, before any command is sent over it.</param>
    public CommandLane(string path, CommandLaneOptions options, LaneSettings settings, Action<ReadOnlyMemory<byte>>? onHandshake = null)
        : base(path, SpProtocol.Reply, settings)
    {
        _options = options;
        _onHandshake = onHandshake;
        _deadline = new LaneDeadline(settings.Time, OnDeadline);
        Listen();
    }

    /// <summary>Sends <paramref name="command"/> when it is this caller's turn, and gives the plugin's answer.</summary>
    /// <param name="reply">How long the plugin may take over this command; null for the lane's own.</param>
    /// <exception cref="LaneException">No answer; the reason says whether the plugin ever saw the command.</exception>
    public async Task<byte[]> CallAsync(ReadOnlyMemory<byte> command, CancellationToken cancellation, TimeSpan? reply = null)
    {
        if (command.Length + SpHeader.WordLength > _options.LongestCommand)
            throw new ArgumentException($"The message has {command.Length} bytes, and this plugin takes at most {_options.LongestCommand - SpHeader.WordLength}", nameof(command));

        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var exchange = Begin(command, reply ?? _options.Reply);
            await using var registration = cancellation.UnsafeRegister(static (state, token) => ((Exchange)state!).Answer.TrySetCanceled(token), exchange).ConfigureAwait(false);
            return await exchange.Answer.Task.ConfigureAwait(false);
        }
        finally
        {
            lock (Gate)
                _exchange = null;
            _turn.Release();
        }
    }

    protected override bool UsesThreads => true;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync().ConfigureAwait(false);
        lock (Gate)
            Fail(LaneFailure.Closed, "the channel was closed");
        _deadline.Dispose();
    }

    protected override void OnConnected(SpConnection connection) => _isFirstFrame = true;

    protected override ValueTask OnMessageAsync(SpConnection connection, ReadOnlyMemory<byte> message)
    {
        var length = SpHeader.BackTraceLength(message.Span);
        var payload = message[length..];
        bool isFirst;
        lock (Gate)
            isFirst = connection == Current && _isFirstFrame;
        if (isFirst)
            _onHandshake?.Invoke(payload);

        lock (Gate)
        {
            if (connection == Current)
                Take(message.Span[..length], payload);
        }

        return ValueTask.CompletedTask;
    }

    protected override void OnLost()
    {
        _permission = null;
        _lastId = [];
        if (_exchange is not { } exchange)
            return;

        if (exchange.IsSent && exchange.Sendings >= _options.Attempts)
        {
            Fail(LaneFailure.Lost, "the plugin went away before it answered");
            return;
        }

        exchange.Recall();
        exchange.Deadline = _deadline.In(_options.Connection);
    }

    private Exchange Begin(ReadOnlyMemory<byte> command, TimeSpan reply)
    {
        lock (Gate)
        {
            if (IsClosed)
                throw new LaneException(LaneFailure.Closed, "the channel was closed");

            _exchange = new Exchange(command, reply);
            _exchange.Deadline = _deadline.In(Current is null ? _options.Connection : reply);
            SendIfPermitted();
            return _exchange;
        }
    }

    // The first frame of a connection is never a result: a plugin that dials again may repeat the last request it made before.
    private void Take(ReadOnlySpan<byte> id, ReadOnlyMemory<byte> payload)
    {
        var isFirst = _isFirstFrame;
        var isHandshake = isFirst || (payload.Length > 0 && payload.Span[0] == HandshakeByte);
        _isFirstFrame = false;
        // The stream loses nothing, so a repeated request says nothing new: its reply is on the way, or its permission still unused.
        if (id.SequenceEqual(_lastId))
            return;

        _permission = id.ToArray();
        _lastId = _permission;
        if (_exchange is { } exchange)
        {
            if (exchange.IsSent && (!isHandshake || (!isFirst && exchange.IsAnsweredAgainBy(payload.Span))))
            {
                exchange.Result = payload.ToArray();
                Defer(exchange);
                _exchange = null;
            }
            else if (isFirst)
            {
                exchange.Recall();
            }
            else
            {
                exchange.IsSent = false;
            }
        }

        SendIfPermitted();
    }

    private void SendIfPermitted()
    {
        if (_exchange is not { IsSent: false } exchange || _permission is not { } permission || Current is not { } connection)
            return;

        _permission = null;
        if (!exchange.IsUnderWay)
            exchange.Deadline = _deadline.In(exchange.Reply);
        exchange.IsSent = exchange.IsUnderWay = true;
        exchange.Sendings++;
        _ = SendAsync(connection, permission, exchange.Command);
    }

    private static async Task SendAsync(SpConnection connection, byte[] id, ReadOnlyMemory<byte> command)
    {
        try
        {
            await connection.SendAsync(id, command).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The reader of the connection finds it closed and tells the caller.
            connection.Dispose();
        }
    }

    private void OnDeadline(long now)
    {
        lock (Gate)
        {
            if (_exchange is not { } exchange)
                return;

            if (now < exchange.Deadline)
                _deadline.Rearm(exchange.Deadline);
            else if (exchange.IsSent)
                Fail(LaneFailure.TimedOut, "no answer in time");
            else if (Current is null)
                Fail(LaneFailure.NotConnected, "no plugin process is connected");
            else
                Fail(LaneFailure.Busy, "the plugin is busy with an earlier call");
        }
    }

    private void Fail(LaneFailure failure, string message)
    {
        if (_exchange is not { } exchange)
            return;

        exchange.Error = new LaneException(failure, message);
        ThreadPool.UnsafeQueueUserWorkItem(exchange, preferLocal: false);
        _exchange = null;
    }

    private sealed class Exchange(ReadOnlyMemory<byte> command, TimeSpan reply) : IThreadPoolWorkItem
    {
        public TimeSpan Reply { get; } = reply;

        public ReadOnlyMemory<byte> Command { get; } = command;

        public TaskCompletionSource<byte[]> Answer { get; } = new();

        public byte[]? Result { get; set; }

        public LaneException? Error { get; set; }

        public bool IsSent { get; set; }

        /// <summary>Whether it was sent to the process that is connected; the deadline runs from the first time.</summary>
        public bool IsUnderWay { get; set; }

        public int Sendings { get; set; }

        public long Deadline { get; set; }

        private byte[]? Suspect { get; set; }

        public void Execute()
        {
            if (Error is { } error)
                Answer.TrySetException(error);
            else
                Answer.TrySetResult(Result!);
        }

        public void Recall() => IsSent = IsUnderWay = false;

        /// <summary>Whether <paramref name="payload"/> is a text that only looks like a keep-alive: the same one came when the command was sent before.</summary>
        public bool IsAnsweredAgainBy(ReadOnlySpan<byte> payload)
        {
            if (payload.StartsWith("handshake"u8))
                return false;

            if (Suspect is { } suspect && payload.SequenceEqual(suspect))
                return true;

            Suspect = payload.ToArray();
            return false;
        }
    }
}
