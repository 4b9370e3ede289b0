using System.Collections.Concurrent;

namespace CompiledRules.Runtime.Calls;

/// <summary>Puts questions to one callee: a bounded number at once, the others wait; where it takes batches, what has gathered meanwhile goes in one exchange.</summary>
/// <remarks>Belongs to the rule's loop. Only the end of an exchange comes from another thread, and waits until the loop takes it.</remarks>
/// <param name="concurrency">Exchanges under way at once; fewer where an exchange takes a batch.</param>
/// <param name="take">Takes the answer for a target.</param>
internal sealed class CallLane<TTarget, TArguments, TResult>(
    ICallee<TArguments, TResult> callee, int concurrency, Action<TTarget, TResult> take, CallSignal signal, CancellationToken cancellation)
{
    // Enough to keep both sides at work; more would only make the batches smaller.
    private const int BatchesAtOnce = 4;

    private readonly Queue<(TTarget Target, TArguments Arguments)> _waiting = new();
    private readonly ConcurrentQueue<CallExchange<TTarget, TArguments, TResult>> _ended = new();
    private readonly Stack<CallExchange<TTarget, TArguments, TResult>> _spare = new();
    private int _underWay;

    /// <summary>How many units may wait for this lane before the rule takes no more: enough to fill the next exchanges, and that one slow answer does not hold up all.</summary>
    public int Window => Math.Max(4 * concurrency, BatchesAtOnce * Math.Min(callee.LargestBatch, 1024));

    public void Add(TTarget target, TArguments arguments) => _waiting.Enqueue((target, arguments));

    /// <summary>Takes what has ended and starts what waits.</summary>
    public void Pump()
    {
        while (_ended.TryDequeue(out var exchange))
            End(exchange);
        while (_waiting.Count > 0)
        {
            var largest = callee.LargestBatch;
            if (_underWay >= (largest > 1 ? Math.Min(concurrency, BatchesAtOnce) : concurrency))
                return;

            Start(largest);
        }
    }

    private void Start(int largest)
    {
        var exchange = _spare.TryPop(out var spare) ? spare : new CallExchange<TTarget, TArguments, TResult>(callee, OnEnded);
        while (exchange.Count < largest && _waiting.TryDequeue(out var next))
            exchange.Add(next.Target, next.Arguments);

        _underWay++;
        if (exchange.Begin(cancellation))
            End(exchange);
    }

    private void End(CallExchange<TTarget, TArguments, TResult> exchange)
    {
        _underWay--;
        exchange.Deliver(take);
        _spare.Push(exchange);
    }

    private void OnEnded(CallExchange<TTarget, TArguments, TResult> exchange)
    {
        _ended.Enqueue(exchange);
        signal.Set();
    }
}
