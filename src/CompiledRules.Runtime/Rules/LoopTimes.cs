using System.Collections.Immutable;

namespace CompiledRules.Runtime.Rules;

/// <summary>How long a rule's loop works, and how long for an item. Written on the loop, readable from any thread.</summary>
public sealed class LoopTimes
{
    /// <summary>Upper bounds of <see cref="Buckets"/> but for the last, which has none: 10 µs, doubled each time.</summary>
    public static ImmutableArray<long> BoundsInMicroseconds { get; } = [.. Enumerable.Range(0, 20).Select(static power => 10L << power)];

    private readonly long[] _buckets = new long[BoundsInMicroseconds.Length + 1];
    private long _busyTicks;
    private long _last;

    /// <summary>All the time that the loop has not waited.</summary>
    public TimeSpan Busy => new(Interlocked.Read(ref _busyTicks));

    /// <summary>How long an item of the last batch has taken, on average.</summary>
    public long LastMicroseconds => Interlocked.Read(ref _last);

    /// <summary>Items by how long each has taken; the items of a batch share their time evenly.</summary>
    public ImmutableArray<long> Buckets => [.. _buckets.Select(static (_, index) => index).Select(index => Interlocked.Read(ref _buckets[index]))];

    /// <param name="items">0 for deadlines alone.</param>
    internal void Add(TimeSpan elapsed, int items)
    {
        Interlocked.Add(ref _busyTicks, elapsed.Ticks);
        if (items == 0)
            return;

        var each = (long)(elapsed.TotalMicroseconds / items);
        Interlocked.Exchange(ref _last, each);
        var bucket = 0;
        while (bucket < BoundsInMicroseconds.Length && each > BoundsInMicroseconds[bucket])
            bucket++;
        Interlocked.Add(ref _buckets[bucket], items);
    }
}
