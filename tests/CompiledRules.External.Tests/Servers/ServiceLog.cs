using System.Collections.Concurrent;

namespace CompiledRules.External.Tests.Servers;

/// <summary>What a test server has seen, and what it shall do.</summary>
internal sealed class ServiceLog : IDisposable
{
    private readonly SemaphoreSlim _entered = new(0);
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    public ConcurrentQueue<IReadOnlyDictionary<string, string>> Headers { get; } = new();

    /// <summary>Holds every call back until it completes.</summary>
    public TaskCompletionSource Gate { get; set; } = Completed();

    /// <summary>The status of the next replies, in order; those after the last succeed.</summary>
    public ConcurrentQueue<int> Statuses { get; } = new();

    /// <summary>Completes when the server has begun one more call than at the last time.</summary>
    public Task WhenCalledAsync() => _entered.WaitAsync();

    public int Enter(IEnumerable<KeyValuePair<string, string>> headers)
    {
        Headers.Enqueue(new Dictionary<string, string>(headers.DistinctBy(static header => header.Key), StringComparer.OrdinalIgnoreCase));
        var number = Interlocked.Increment(ref _calls);
        _entered.Release();
        return number;
    }

    public void Dispose() => _entered.Dispose();

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }
}
