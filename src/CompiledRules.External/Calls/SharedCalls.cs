namespace CompiledRules.External.Calls;

/// <summary>Calls under way by their arguments: who asks the same waits for the answer instead of asking again.</summary>
/// <remarks>A shared call is stopped when the last of those that wait for it has gone, not when the first goes.</remarks>
internal sealed class SharedCalls(Func<SqlArray, CancellationToken, ValueTask<Attempt>> call)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SqlArray, Shared> _calls = [];

    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    public async ValueTask<Attempt> CallAsync(SqlArray arguments, CancellationToken cancellation)
    {
        Shared? shared;
        bool isFirst;
        lock (_gate)
        {
            isFirst = !_calls.TryGetValue(arguments, out shared);
            if (isFirst)
                _calls[arguments] = shared = new Shared();
            shared!.Waiting++;
        }

        if (isFirst)
            shared.Start(RunAsync(arguments, shared));
        try
        {
            return await shared.Result.WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            Leave(arguments, shared);
        }
    }

    private async Task<Attempt> RunAsync(SqlArray arguments, Shared shared)
    {
        try
        {
            return await call(arguments, shared.Cancellation).ConfigureAwait(false);
        }
        finally
        {
            Forget(arguments, shared);
        }
    }

    private void Leave(SqlArray arguments, Shared shared)
    {
        lock (_gate)
        {
            if (--shared.Waiting > 0)
                return;
        }

        Forget(arguments, shared);
        shared.Dispose();
    }

    private void Forget(SqlArray arguments, Shared shared)
    {
        lock (_gate)
        {
            if (_calls.TryGetValue(arguments, out var current) && ReferenceEquals(current, shared))
                _calls.Remove(arguments);
        }
    }

    private sealed class Shared : IDisposable
    {
        private readonly CancellationTokenSource _cancellation = new();
        private readonly TaskCompletionSource<Attempt> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Shared() => Cancellation = _cancellation.Token;

        public int Waiting { get; set; }

        public Task<Attempt> Result => _result.Task;

        public CancellationToken Cancellation { get; }

        public void Start(Task<Attempt> running) => running.ContinueWith(
            static (finished, state) => ((TaskCompletionSource<Attempt>)state!).SetFromTask(finished),
            _result,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);

        public void Dispose()
        {
            _cancellation.Cancel();
            _cancellation.Dispose();
        }
    }
}
