using System.Net.Sockets;
using CompiledRules.Portable.Sdk.Wire;

namespace CompiledRules.Portable.Lanes;

/// <summary>A channel on which the host listens. At most one plugin process is connected; the newest wins.</summary>
internal abstract partial class Lane : IAsyncDisposable
{
    private static readonly TimeSpan s_headerTimeout = TimeSpan.FromSeconds(5);

    private readonly SpListener _listener;
    private readonly SpProtocol _own;
    private readonly CancellationTokenSource _closing = new();
    private TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IThreadPoolWorkItem? _deferred;
    private Task _accepting = Task.CompletedTask;
    private long _lastFrame;

    protected Lane(string path, SpProtocol own, LaneSettings settings)
    {
        _own = own;
        Settings = settings;
        _listener = SpListener.Open(path);
        _lastFrame = settings.Time.GetTimestamp();
    }

    public string Path => _listener.Path;

    /// <summary>How long nothing has been heard from the plugin on this lane.</summary>
    public TimeSpan Silence => Settings.Time.GetElapsedTime(Volatile.Read(ref _lastFrame));

    public bool IsConnected => Current is not null;

    /// <summary>The id of the process that is connected, where the system tells.</summary>
    public int? PeerId { get; private set; }

    protected LaneSettings Settings { get; }

    /// <summary>Guards the state of the lane, the connection in use included.</summary>
    protected Lock Gate { get; } = new();

    protected SpConnection? Current { get; private set; }

    /// <summary>Whether messages are read by threads of the lane's own, because every message is waited for.</summary>
    protected virtual bool UsesThreads => false;

    protected bool IsClosed => _closing.IsCancellationRequested;

    /// <summary>Completes when a plugin process is connected.</summary>
    /// <exception cref="TimeoutException">None came in time.</exception>
    public Task WaitConnectedAsync(TimeSpan timeout, CancellationToken cancellation) =>
        Volatile.Read(ref _connected).Task.WaitAsync(timeout, Settings.Time, cancellation);

    /// <summary>Ends the connection in use; the plugin may connect again.</summary>
    public void Disconnect()
    {
        lock (Gate)
            Drop(Current);
    }

    public virtual async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        Disconnect();
        await _accepting.ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>Begins to accept; called once the object is whole.</summary>
    protected void Listen() => _accepting = AcceptAsync();

    /// <summary>Called under <see cref="Gate"/>.</summary>
    protected abstract void OnConnected(SpConnection connection);

    /// <summary>Called without <see cref="Gate"/>, one message at a time; the memory is valid until the returned task ends, and nothing more is read before that.</summary>
    /// <exception cref="SpException">The message breaks the protocol; the connection is closed.</exception>
    protected abstract ValueTask OnMessageAsync(SpConnection connection, ReadOnlyMemory<byte> message);

    /// <summary>Called under <see cref="Gate"/>.</summary>
    protected abstract void OnLost();

    /// <summary>Has <paramref name="answer"/> told to whoever waits for it, once nothing it does can keep the next message from being read. Called from <see cref="OnMessageAsync"/>.</summary>
    protected void Defer(IThreadPoolWorkItem answer)
    {
        if (Interlocked.Exchange(ref _deferred, answer) is { } earlier)
            ThreadPool.UnsafeQueueUserWorkItem(earlier, preferLocal: false);
    }

    // The caller goes on in this thread while the next message is awaited in another: a change of threads costs as much as the rest of a call.
    private ValueTask<Memory<byte>?> ReceiveAsync(SpConnection connection)
    {
        var receiving = connection.ReceiveAsync();
        if (Interlocked.Exchange(ref _deferred, null) is not { } answer)
            return receiving;

        if (receiving.IsCompleted)
            ThreadPool.UnsafeQueueUserWorkItem(answer, preferLocal: false);
        else
            answer.Execute();
        return receiving;
    }

    private async Task AcceptAsync()
    {
        while (!IsClosed)
        {
            try
            {
                var socket = await _listener.AcceptAsync(_closing.Token).ConfigureAwait(false);
                if (!Admits(socket))
                    socket.Dispose();
                else if (UsesThreads)
                    new Readers(this, socket).Start();
                else
                    _ = ServeAsync(socket);
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                if (error is not SocketException)
                    return;
            }
        }
    }

    private bool Admits(Socket socket) =>
        Settings.AcceptsPeer is not { } accepts || PeerProcess.IdOf(socket) is not { } id || accepts(id);

    private async Task ServeAsync(Socket socket)
    {
        SpConnection? connection = null;
        try
        {
            var peer = PeerProcess.IdOf(socket);
            connection = await OpenAsync(socket).ConfigureAwait(false);
            Use(connection, peer);
            while (await ReceiveAsync(connection).ConfigureAwait(false) is { } message)
            {
                Volatile.Write(ref _lastFrame, Settings.Time.GetTimestamp());
                await OnMessageAsync(connection, message).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection is gone or unusable, which is dealt with below.
        }
        finally
        {
            End(connection);
        }
    }

    private void End(SpConnection? connection)
    {
        if (Interlocked.Exchange(ref _deferred, null) is { } answer)
            ThreadPool.UnsafeQueueUserWorkItem(answer, preferLocal: false);
        lock (Gate)
            Drop(connection);
    }

    private async Task<SpConnection> OpenAsync(Socket socket)
    {
        using var timeout = new CancellationTokenSource(s_headerTimeout, Settings.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _closing.Token);
        // A thread that waits in the system hears of no cancellation.
        await using var closing = either.Token.UnsafeRegister(static socket => ((Socket)socket!).Dispose(), socket).ConfigureAwait(false);
        return await SpConnection.OpenAsync(socket, _own, Settings.Limit, either.Token, UsesThreads).ConfigureAwait(false);
    }

    private void Use(SpConnection connection, int? peer)
    {
        lock (Gate)
        {
            Drop(Current);
            ObjectDisposedException.ThrowIf(IsClosed, this);
            Current = connection;
            PeerId = peer;
            Volatile.Write(ref _lastFrame, Settings.Time.GetTimestamp());
            OnConnected(connection);
            _connected.TrySetResult();
        }
    }

    private void Drop(SpConnection? connection)
    {
        connection?.Dispose();
        if (connection is null || connection != Current)
            return;

        Current = null;
        PeerId = null;
        Volatile.Write(ref _connected, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        OnLost();
    }
}
