using System.Buffers.Binary;
using CompiledRules.Portable.Sdk.Wire;
using CompiledRules.State;

namespace CompiledRules.Portable.Lanes;

/// <summary>The host's end of a function channel on the fast wire: batches of rows, many of them in flight.</summary>
/// <remarks>Batches whose process died are sent to the next one, in their order, as often as the options allow.</remarks>
internal sealed class FastLane : Lane
{
    private readonly CommandLaneOptions _options;
    private readonly IKeyedState _state;
    private readonly LaneDeadline _deadline;
    private readonly SortedDictionary<uint, Exchange> _exchanges = [];
    private uint _lastId;
    private int _free;
    private bool _isGreeted;

    /// <param name="state">What the function keeps.</param>
    public FastLane(string path, CommandLaneOptions options, LaneSettings settings, IKeyedState state)
        : base(path, SpProtocol.Pair, settings)
    {
        _options = options;
        _state = state;
        _deadline = new LaneDeadline(settings.Time, OnDeadline);
        Listen();
    }

    /// <summary>Calls once per row; all rows have as many arguments.</summary>
    /// <param name="question">What is asked of each row, as in <see cref="FastFrame"/>.</param>
    /// <exception cref="LaneException">No answer for the whole batch.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up; an answer that still comes is dropped.</exception>
    public async Task CallAsync(ReadOnlyMemory<SqlArray> rows, Memory<RemoteResult> results, CancellationToken cancellation, byte question = FastFrame.Execute)
    {
        var exchange = Begin(question, rows, results);
        await using var registration = cancellation.UnsafeRegister(
            static (state, token) => ((Exchange)state!).Cancel(token), exchange).ConfigureAwait(false);
        await exchange.Done.Task.ConfigureAwait(false);
    }

    protected override bool UsesThreads => true;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync().ConfigureAwait(false);
        lock (Gate)
        {
            foreach (var exchange in _exchanges.Values.ToArray())
                Fail(exchange, LaneFailure.Closed, "the channel was closed");
        }

        _deadline.Dispose();
    }

    protected override void OnConnected(SpConnection connection) => (_isGreeted, _free) = (false, 0);

    protected override async ValueTask OnMessageAsync(SpConnection connection, ReadOnlyMemory<byte> message)
    {
        switch (FastFrame.KindOf(message.Span))
        {
            case FastFrame.Hello:
                Greet(connection, message.Span);
                break;
            case FastFrame.Result:
                Take(connection, message.Span);
                break;
            case FastFrame.State:
                await connection.SendAsync(Ask(message.Span)).ConfigureAwait(false);
                break;
            default:
                throw new SpException($"The fast wire has no frame 0x{message.Span[0]:x2} from a plugin");
        }
    }

    protected override void OnLost()
    {
        (_isGreeted, _free) = (false, 0);
        foreach (var exchange in _exchanges.Values.ToArray())
        {
            if (exchange.IsSent && exchange.Sendings >= _options.Attempts)
            {
                Fail(exchange, LaneFailure.Lost, "the plugin went away before it answered");
                continue;
            }

            exchange.IsSent = false;
            exchange.Deadline = _deadline.In(_options.Connection);
        }
    }

    private void Greet(SpConnection connection, ReadOnlySpan<byte> hello)
    {
        if (hello.Length < FastFrame.HelloLength)
            throw new SpException("The greeting of the fast wire is too short");
        if (hello[1] < FastFrame.Version)
            throw new SpException($"The plugin speaks version {hello[1]} of the fast wire, the host speaks {FastFrame.Version}");

        lock (Gate)
        {
            if (connection != Current)
                return;

            (_isGreeted, _free) = (true, Math.Max(1, (int)BinaryPrimitives.ReadUInt16LittleEndian(hello[2..])));
            // From now on they wait for the plugin's room, no more for the plugin.
            foreach (var exchange in _exchanges.Values)
                exchange.Deadline = _deadline.In(_options.Reply);
            Pump();
        }
    }

    private Exchange Begin(byte question, ReadOnlyMemory<SqlArray> rows, Memory<RemoteResult> results)
    {
        lock (Gate)
        {
            if (IsClosed)
                throw new LaneException(LaneFailure.Closed, "the channel was closed");

            var exchange = new Exchange(this, ++_lastId, FastCall.Encode(_lastId, question, rows.Span, _options.Reply), results);
            exchange.Deadline = _deadline.In(_isGreeted ? _options.Reply : _options.Connection);
            _exchanges.Add(exchange.Id, exchange);
            Pump();
            return exchange;
        }
    }

    // Sends what waits, oldest first, as far as the plugin has room for it.
    private void Pump()
    {
        if (!_isGreeted || _free == 0 || Current is not { } connection)
            return;

        foreach (var exchange in _exchanges.Values)
        {
            if (exchange.IsSent)
                continue;

            exchange.IsSent = true;
            exchange.Sendings++;
            exchange.Deadline = _deadline.In(_options.Reply);
            _ = SendAsync(connection, exchange.Frame);
            if (--_free == 0)
                return;
        }
    }

    private static async Task SendAsync(SpConnection connection, ReadOnlyMemory<byte> frame)
    {
        try
        {
            await connection.SendAsync(frame).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The reader of the connection finds it closed and has the batch sent again.
            connection.Dispose();
        }
    }

    private void Take(SpConnection connection, ReadOnlySpan<byte> frame)
    {
        var (_, id, rows, _) = FastFrame.ReadHeader(frame);
        Exchange? exchange;
        lock (Gate)
        {
            if (connection != Current)
                return;

            _free++;
            if (_exchanges.TryGetValue(id, out exchange) && exchange.Results.Length != rows)
                throw new SpException($"The plugin gave {rows} results for {exchange.Results.Length} rows");

            _exchanges.Remove(id);
            Pump();
        }

        if (exchange is null)
            return;

        // Whoever takes an exchange out of the table may write to its results; nobody else does.
        try
        {
            FastCall.Decode(frame, exchange.Results.Span);
        }
        catch (SpException error)
        {
            exchange.Error = new LaneException(LaneFailure.Lost, error.Message);
            throw;
        }
        finally
        {
            Defer(exchange);
        }
    }

    private byte[] Ask(ReadOnlySpan<byte> frame)
    {
        var (verb, id, key, value) = FastCall.ReadState(frame);
        var answer = SqlValue.Null;
        if (verb == FastFrame.StateGet)
            answer = _state.Get(key);
        else if (verb == FastFrame.StatePut)
            _state.Put(key, value);
        else
            _state.Delete(key);
        return FastCall.EncodeStateReply(id, answer);
    }

    private void OnDeadline(long now)
    {
        lock (Gate)
        {
            foreach (var exchange in _exchanges.Values.ToArray())
            {
                // A plugin that works through what it has makes those behind wait, not fail.
                if (now >= exchange.Deadline && !exchange.IsSent && _isGreeted && Silence < _options.Reply)
                    exchange.Deadline = _deadline.In(_options.Reply);
                else if (now < exchange.Deadline)
                    _deadline.Rearm(exchange.Deadline);
                else if (exchange.IsSent)
                    Fail(exchange, LaneFailure.TimedOut, "no answer in time");
                else if (_isGreeted)
                    Fail(exchange, LaneFailure.Busy, "the plugin is busy with earlier calls");
                else
                    Fail(exchange, LaneFailure.NotConnected, "no plugin process is connected");
            }
        }
    }

    private void Fail(Exchange exchange, LaneFailure failure, string message)
    {
        if (!_exchanges.Remove(exchange.Id))
            return;

        exchange.Error = new LaneException(failure, message);
        ThreadPool.UnsafeQueueUserWorkItem(exchange, preferLocal: false);
    }

    private sealed class Exchange(FastLane lane, uint id, ReadOnlyMemory<byte> frame, Memory<RemoteResult> results) : IThreadPoolWorkItem
    {
        public uint Id { get; } = id;

        public ReadOnlyMemory<byte> Frame { get; } = frame;

        public Memory<RemoteResult> Results { get; } = results;

        public TaskCompletionSource Done { get; } = new();

        public bool IsSent { get; set; }

        public int Sendings { get; set; }

        public long Deadline { get; set; }

        public LaneException? Error { get; set; }

        public void Execute()
        {
            if (Error is { } error)
                Done.TrySetException(error);
            else
                Done.TrySetResult();
        }

        public void Cancel(CancellationToken cancellation)
        {
            bool isMine;
            lock (lane.Gate)
                isMine = lane._exchanges.Remove(Id);
            if (isMine)
                Done.TrySetCanceled(cancellation);
        }
    }
}
