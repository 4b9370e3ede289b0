namespace CompiledRules.Runtime.Time;

/// <summary>The deadlines of one rule, and its logical time. Not thread-safe: used on the rule's loop only.</summary>
/// <remarks>
/// Deadlines are absolute. Before a row that arrived at <c>t</c> is handed to the operators, all deadlines up to and including <c>t</c> fire, so that a
/// boundary never gets a row that came after it, however late the loop runs, and no boundary is lost or merged with the next.
/// </remarks>
public sealed class RuleTimers
{
    private PriorityQueue<ITimerTarget, (long Due, long Sequence)> _agenda = new();
    private long _sequence;

    public RuleTimers(long now) => Now = now;

    /// <summary>Milliseconds since the Unix epoch: the deadline that fires, or the arrival of the row in hand. Never goes back.</summary>
    public long Now { get; private set; }

    /// <summary>The next deadline, or null when nothing waits.</summary>
    public long? NextDue => _agenda.TryPeek(out _, out var key) ? key.Due : null;

    /// <summary>Adds a deadline. One target may wait for several; deadlines are not withdrawn, a target ignores those that no longer concern it.</summary>
    public void Set(ITimerTarget target, long due) => _agenda.Enqueue(target, (due, _sequence++));

    /// <summary>Takes all deadlines away, so that another run can set its own.</summary>
    /// <returns>Puts them back, and forgets those set since.</returns>
    public Action Detach()
    {
        var agenda = _agenda;
        _agenda = new();
        return () => _agenda = agenda;
    }

    /// <summary>Fires every deadline up to and including <paramref name="time"/> in order, also those set while doing so, and moves <see cref="Now"/> there.</summary>
    public void AdvanceTo(long time)
    {
        while (_agenda.TryPeek(out var target, out var key) && key.Due <= time)
        {
            _agenda.Dequeue();
            Now = Math.Max(Now, key.Due);
            target.OnTimer(key.Due);
        }

        Now = Math.Max(Now, time);
    }
}
