using System.Collections.Concurrent;

namespace CompiledRules.External.Calls;

/// <summary>Cancellation sources that go off after a time; those that did not are used again.</summary>
internal sealed class TimeoutSources(TimeProvider time)
{
    private const int Kept = 256;

    private readonly ConcurrentQueue<CancellationTokenSource> _free = new();

    // Only under the system's clock can a source be set back.
    private readonly bool _isPooled = time == TimeProvider.System;

    public CancellationTokenSource Rent(TimeSpan timeout)
    {
        if (!_isPooled)
            return new CancellationTokenSource(timeout, time);

        if (!_free.TryDequeue(out var source))
            source = new CancellationTokenSource();
        source.CancelAfter(timeout);
        return source;
    }

    public void Return(CancellationTokenSource source)
    {
        if (_isPooled && _free.Count < Kept && source.TryReset())
            _free.Enqueue(source);
        else
            source.Dispose();
    }
}
