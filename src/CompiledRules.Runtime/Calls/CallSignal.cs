namespace CompiledRules.Runtime.Calls;

/// <summary>Tells whoever drives a run that calls have ended, once for all that end before it looks. Set from any thread.</summary>
/// <param name="onReady">Called on the thread that sets the signal.</param>
internal sealed class CallSignal(Action onReady)
{
    private int _isSet;

    public void Set()
    {
        if (Interlocked.Exchange(ref _isSet, 1) == 0)
            onReady();
    }

    /// <summary>To be called before looking what has ended.</summary>
    public void Reset() => Volatile.Write(ref _isSet, 0);
}
