using System.Threading.Tasks.Sources;

namespace CompiledRules.Testing;

/// <summary>A task that goes on where it ends: others might do so on another thread, which a virtual clock would not wait for.</summary>
internal sealed class VirtualExchange<T> : IValueTaskSource<T>, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<T> _core;

    public void End(T result) => _core.SetResult(result);

    public T GetResult(short token) => _core.GetResult(token);

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
