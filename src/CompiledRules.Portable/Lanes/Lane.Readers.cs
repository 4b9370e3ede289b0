using System.Net.Sockets;
using CompiledRules.Portable.Sdk.Wire;

namespace CompiledRules.Portable.Lanes;

internal abstract partial class Lane
{
    /// <summary>Two threads that take turns with one connection: while one lets a caller go on with its answer, the other reads.</summary>
    /// <remarks>So an answer reaches its caller in the very thread that the system woke for it, and nothing the caller does there keeps the next message from being read.</remarks>
    private sealed class Readers(Lane lane, Socket socket)
    {
        private readonly Lock _turn = new();
        private SpConnection? _connection;
        private bool _isOver;

        public void Start() => StartThread(Open);

        private static void StartThread(ThreadStart body) => new Thread(body) { IsBackground = true, Name = "plugin lane" }.Start();

        private void Open()
        {
            try
            {
                var peer = PeerProcess.IdOf(socket);
                _connection = lane.OpenAsync(socket).GetAwaiter().GetResult();
                lane.Use(_connection, peer);
            }
            catch (Exception error) when (IsEnd(error))
            {
                lane.End(_connection);
                return;
            }

            StartThread(Read);
            Read();
        }

        private void Read()
        {
            while (TryRead(out var answer))
                answer?.Execute();
        }

        private bool TryRead(out IThreadPoolWorkItem? answer)
        {
            lock (_turn)
            {
                answer = null;
                try
                {
                    _isOver = _isOver || !TryTake();
                    answer = _isOver ? null : Interlocked.Exchange(ref lane._deferred, null);
                }
                catch (Exception error) when (IsEnd(error))
                {
                    _isOver = true;
                }

                if (_isOver)
                    lane.End(_connection);
                return !_isOver;
            }
        }

        // False at the end of the connection.
        private bool TryTake()
        {
            var receiving = _connection!.ReceiveAsync();
            if ((receiving.IsCompleted ? receiving.Result : receiving.AsTask().GetAwaiter().GetResult()) is not { } message)
                return false;

            Volatile.Write(ref lane._lastFrame, lane.Settings.Time.GetTimestamp());
            var taking = lane.OnMessageAsync(_connection, message);
            if (!taking.IsCompletedSuccessfully)
                taking.AsTask().GetAwaiter().GetResult();
            return true;
        }

        private static bool IsEnd(Exception error) => error is IOException or SocketException or OperationCanceledException or ObjectDisposedException;
    }
}
