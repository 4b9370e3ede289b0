namespace CompiledRules.Hosting.Sharing;

/// <summary>One rule's end of a shared stream.</summary>
internal sealed class SharedReader(SharedStream stream)
{
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<SharedBatch, bool>? _post;
    private Action? _end;
    private Action<string, bool>? _report;

    public SharedStream Stream => stream;

    /// <summary>Ends when the source is connected, or has failed for the first time.</summary>
    public Task Settled => _settled.Task;

    public bool IsConnected { get; set; }

    public void Connect(Func<SharedBatch, bool> post, Action end, Action<string, bool> report)
    {
        (_post, _end, _report) = (post, end, report);
        stream.Connect(this);
    }

    public void Post(SharedBatch batch) => _post!(batch);

    public void End()
    {
        Settle();
        _end!();
    }

    public void Report(string line, bool isLoss) => _report!(line, isLoss);

    public void Settle() => _settled.TrySetResult();

    public void Leave()
    {
        stream.Remove(this);
        Settle();
    }
}
