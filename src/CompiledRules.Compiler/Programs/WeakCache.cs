using System.Diagnostics.CodeAnalysis;

namespace CompiledRules.Compiler.Programs;

/// <summary>Finds again what somebody still uses. Safe to use from any thread.</summary>
internal sealed class WeakCache<TKey, TValue>
    where TKey : notnull
    where TValue : class
{
    private const int FirstSweep = 64;

    private readonly Dictionary<TKey, WeakReference<TValue>> _known = [];
    private int _sweepAt = FirstSweep;

    public bool TryFind(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        value = null;
        lock (_known)
            return _known.TryGetValue(key, out var reference) && reference.TryGetTarget(out value);
    }

    /// <summary>Keeps <paramref name="value"/>, unless another thread was faster.</summary>
    /// <returns>What is kept.</returns>
    public TValue Keep(TKey key, TValue value)
    {
        lock (_known)
        {
            if (_known.TryGetValue(key, out var reference) && reference.TryGetTarget(out var earlier))
                return earlier;

            if (_known.Count >= _sweepAt)
                Sweep();
            _known[key] = new WeakReference<TValue>(value);
            return value;
        }
    }

    // Each time twice as many as were left the time before, so that the cost per entry stays the same.
    private void Sweep()
    {
        foreach (var gone in _known.Where(static entry => !entry.Value.TryGetTarget(out _)).Select(static entry => entry.Key).ToList())
            _known.Remove(gone);
        _sweepAt = Math.Max(FirstSweep, _known.Count * 2);
    }
}
