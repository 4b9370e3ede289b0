namespace CompiledRules.Connectors;

/// <summary>Runs <paramref name="action"/> once, at the first disposal.</summary>
internal sealed class Release(Action action) : IDisposable
{
    private Action? _action = action;

    public void Dispose() => Interlocked.Exchange(ref _action, null)?.Invoke();
}
