namespace CompiledRules.Portable.Tests;

/// <summary>Keeps what a source brings, and lets a test wait for a row.</summary>
internal sealed class RowLog : IObserver<SourceRow>
{
    private readonly List<SourceRow> _rows = [];
    private readonly TaskCompletionSource<Exception> _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Exception> Failure => _failure.Task;

    public Exception? Error => _failure.Task.IsCompleted ? _failure.Task.Result : null;

    public int Count
    {
        get
        {
            lock (_rows)
                return _rows.Count;
        }
    }

    public SourceRow this[int index]
    {
        get
        {
            lock (_rows)
                return _rows[index];
        }
    }

    public async Task WaitAsync(Func<SourceRow, bool> condition, int skip = 0)
    {
        while (true)
        {
            Task next;
            lock (_rows)
            {
                if (_rows.Skip(skip).Any(condition))
                    return;

                next = _next.Task;
            }

            await next.WaitAsync(TestContext.CurrentContext.CancellationToken);
        }
    }

    public void OnNext(SourceRow value)
    {
        lock (_rows)
        {
            _rows.Add(value);
            _next.TrySetResult();
            _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void OnError(Exception error) => _failure.TrySetResult(error);

    public void OnCompleted()
    {
    }
}
