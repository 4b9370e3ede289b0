namespace CompiledRules.Runtime.Time;

/// <summary>The deadlines of one rule, and its logical time. Not thread-safe: used on the rule's loop only.</summary>
/// <remarks>
/// Deadlines are absolute. Before a row that arrived at <c>t</c> is handed to the operators, all deadlines up to and including <c>t</c> fire, so that a
/// boundary never gets a row that came after it, however late the loop runs, and no boundary is lost or merged with the next.
/// Behind a step that holds units back while their calls are under way, time is held back too: see <see cref="Behind"/>.
/// </remarks>
public sealed class RuleTimers : ITimerTarget
{
    /// <summary>Later than any deadline.</summary>
    public const long NoDeadline = long.MaxValue;

    private readonly RuleTimers? _outer;
    private readonly List<Func<long>> _limits = [];
    private PriorityQueue<ITimerTarget, (long Due, long Sequence)> _agenda = new();
    private long _sequence;
    private long _now;

    public RuleTimers(long now) => _now = now;

    private RuleTimers(RuleTimers outer)
        : this(outer.Now) => _outer = outer;

    /// <summary>Milliseconds since the Unix epoch: the deadline that fires, or the arrival of the row in hand. Never goes back.</summary>
    public long Now => _outer is null ? _now : Math.Max(_now, Held(_outer.Now));

    /// <summary>The next deadline, or null when nothing waits.</summary>
    public long? NextDue => Next == NoDeadline ? null : Next;

    /// <summary>The next deadline, or <see cref="NoDeadline"/>.</summary>
    public long Next { get; private set; } = NoDeadline;

    /// <summary>Adds a deadline. One target may wait for several; deadlines are not withdrawn, a target ignores those that no longer concern it.</summary>
    public void Set(ITimerTarget target, long due)
    {
        _agenda.Enqueue(target, (due, _sequence++));
        Next = Math.Min(Next, due);
        _outer?.Set(this, due);
    }

    /// <summary>Timers that follow these, but not beyond what <see cref="HoldAt"/> allows.</summary>
    internal RuleTimers Behind() => new(this);

    /// <summary>Holds time back for those behind a step.</summary>
    /// <param name="oldest">The arrival of the oldest unit that the step still has; a deadline after it waits. <see cref="long.MaxValue"/> where it has none.</param>
    internal void HoldAt(Func<long> oldest) => _limits.Add(oldest);

    /// <summary>Fires what has become due because units were let go.</summary>
    internal void Follow()
    {
        if (_outer is not null)
            AdvanceTo(Held(_outer.Now));
    }

    void ITimerTarget.OnTimer(long due) => AdvanceTo(Held(due));

    /// <summary>Takes all deadlines away, so that another run can set its own.</summary>
    /// <returns>Puts them back, and forgets those set since.</returns>
    public Action Detach()
    {
        var agenda = _agenda;
        _agenda = new();
        Next = NoDeadline;
        return () =>
        {
            _agenda = agenda;
            Peek();
        };
    }

    /// <summary>Fires every deadline up to and including <paramref name="time"/> in order, also those set while doing so, and moves <see cref="Now"/> there.</summary>
    public void AdvanceTo(long time)
    {
        while (time >= Next && _agenda.TryPeek(out var target, out var key) && key.Due <= time)
        {
            _agenda.Dequeue();
            Peek();
            _now = Math.Max(_now, key.Due);
            target.OnTimer(key.Due);
        }

        _now = Math.Max(_now, time);
    }

    private void Peek() => Next = _agenda.TryPeek(out _, out var key) ? key.Due : NoDeadline;

    private long Held(long time)
    {
        foreach (var limit in _limits)
            time = Math.Min(time, limit());
        return time;
    }
}
