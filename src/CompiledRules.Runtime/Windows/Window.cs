using CompiledRules.Runtime.Time;
using CompiledRules.State;

namespace CompiledRules.Runtime.Windows;

/// <summary>Collects rows and hands them on as windows.</summary>
/// <remarks>
/// Life: constructed, then <see cref="Start"/> for a fresh rule or <see cref="Load"/> and <see cref="Resume"/> for a restored one, then rows and times in
/// non-decreasing order. In processing time the rule's deadlines move time; in event time <see cref="Advance"/> does, after the rows up to that watermark.
/// </remarks>
public abstract class Window<TRow>(TimeMode mode, RuleTimers timers) : ITimerTarget, IStateful
{
    protected TimeMode Mode { get; } = mode;

    protected RuleTimers Timers { get; } = timers;

    /// <summary>Begins at the rule's start.</summary>
    /// <param name="now">Milliseconds since the Unix epoch.</param>
    public virtual void Start(long now)
    {
    }

    /// <summary>Sets the deadlines again that a restored state waits for.</summary>
    public virtual void Resume()
    {
    }

    /// <param name="timestamp">Milliseconds since the Unix epoch; not before that of any row added earlier.</param>
    /// <param name="triggers">Whether the row fulfils <c>OVER(WHEN …)</c>; only sliding windows ask.</param>
    public abstract void Add(TRow row, long timestamp, bool triggers = true);

    /// <summary>Adds rows of one timestamp, all of which trigger.</summary>
    public virtual void Add(ReadOnlySpan<TRow> rows, long timestamp)
    {
        foreach (var row in rows)
            Add(row, timestamp);
    }

    /// <summary>Closes what ends at or before <paramref name="time"/>.</summary>
    public abstract void Advance(long time);

    /// <summary>Emits what is open, as if time went on until nothing is left: at the end of a bounded source, where the rule asks for it.</summary>
    public abstract void Flush();

    public virtual void OnTimer(long due) => Advance(due);

    public abstract void Save(IStateWriter writer);

    public abstract void Load(IStateReader reader);
}
