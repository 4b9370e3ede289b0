using CompiledRules.Runtime.Time;
using CompiledRules.State;

namespace CompiledRules.Runtime.Windows;

/// <summary><c>SLIDINGWINDOW(unit, length[, delay])</c>: one window per triggering row.</summary>
/// <remarks>
/// Without delay a row at <c>t</c> emits <c>[t - length, t]</c>, both ends inside: at once in processing time, when the watermark reaches <c>t</c> in event time.
/// With a delay <c>d</c> it emits <c>[t - length, t + d)</c> at <c>t + d</c>.
/// </remarks>
/// <param name="length">Milliseconds, positive.</param>
/// <param name="delay">Milliseconds, 0 for none.</param>
/// <param name="emitsTwice">With a delay: emit <c>(t - length, t]</c> at once and <c>(t, t + delay)</c> later, instead of one window.</param>
public sealed class SlidingWindow<TRow>(
    TimeMode mode, long length, long delay, bool emitsTwice, RuleTimers timers, ISlidingContents<TRow> contents)
    : Window<TRow>(mode, timers)
{
    private readonly Queue<long> _pending = new();

    private bool IsImmediate => Mode == TimeMode.Processing && delay == 0;

    public override void Resume()
    {
        if (Mode == TimeMode.Processing && _pending.TryPeek(out var trigger))
            Timers.Set(this, trigger + delay);
    }

    public override void Add(TRow row, long timestamp, bool triggers = true)
    {
        // A window that ends at its own row also takes rows of the same millisecond, so it waits until time has passed that.
        EmitPending(delay == 0 ? timestamp - 1 : timestamp);
        contents.DropBefore(OldestNeeded(timestamp));
        contents.Add(row, timestamp);
        if (!triggers)
            return;

        if (IsImmediate)
        {
            contents.Emit(timestamp - length, timestamp + 1, new WindowRange(timestamp - length, timestamp, timestamp));
            return;
        }

        if (emitsTwice && delay > 0)
            contents.Emit(timestamp - length + 1, timestamp + 1, new WindowRange(timestamp - length, timestamp, timestamp));

        _pending.Enqueue(timestamp);
        if (Mode == TimeMode.Processing && _pending.Count == 1)
            Timers.Set(this, timestamp + delay);
    }

    public override void Advance(long time) => EmitPending(time);

    public override void OnTimer(long due)
    {
        EmitPending(due);
        Resume();
    }

    public override void Flush() => EmitPending(long.MaxValue);

    public override void Save(IStateWriter writer)
    {
        writer.Section("sliding", 1);
        writer.Write((long)_pending.Count);
        foreach (var trigger in _pending)
            writer.Write(trigger);
        contents.Save(writer);
    }

    public override void Load(IStateReader reader)
    {
        reader.Section("sliding");
        var count = reader.ReadInteger();
        for (var i = 0L; i < count; i++)
            _pending.Enqueue(reader.ReadInteger());
        contents.Load(reader);
    }

    private void EmitPending(long time)
    {
        while (_pending.TryPeek(out var trigger) && trigger + delay <= time)
        {
            _pending.Dequeue();
            if (emitsTwice && delay > 0)
                contents.Emit(trigger + 1, trigger + delay, new WindowRange(trigger, trigger + delay, trigger));
            else
                contents.Emit(trigger - length, delay == 0 ? trigger + 1 : trigger + delay, new WindowRange(trigger - length, trigger + delay, trigger + delay));
        }
    }

    private long OldestNeeded(long now) => (_pending.TryPeek(out var trigger) ? trigger : now) - length;
}
