using CompiledRules.Runtime.Rules;

namespace CompiledRules.Runtime.Calls;

/// <summary>Units that wait for answers and go on when they have them: in the order in which they came, or in that of the answers.</summary>
/// <remarks>
/// Everything here happens on the rule's loop. Behind this step the rule's time stands still at the oldest unit that waits, so windows there close
/// neither before rows that belong to them nor late for lack of a row.
/// </remarks>
internal abstract class PendingStep<TItem>(RuleContext context, StepTimes times, CallOrder order) : IPendingStep
    where TItem : PendingItem, new()
{
    private readonly Queue<TItem> _items = new();
    private readonly Queue<TItem> _done = new();
    private readonly Stack<TItem> _spare = new();
    private int _units;

    // The time of the oldest unit that was taken out and is not handed on yet.
    private long _gathered = long.MaxValue;
    private bool _isReleasing;

    public bool HasRoom => _units < Window;

    public bool IsIdle => _units == 0 && _items.Count == 0;

    public long Oldest => Math.Min(_gathered, _items.TryPeek(out var item) ? item.Time : long.MaxValue);

    /// <summary>Units that may wait before the rule takes no more.</summary>
    protected abstract int Window { get; }

    protected RuleContext Context { get; } = context;

    public void Resume()
    {
        Pump();
        Release();
        times.Follow();
    }

    public void Pass(Action action)
    {
        if (IsIdle || order == CallOrder.Completion)
        {
            action();
            return;
        }

        var item = Take();
        item.Order = action;
        Enqueue(item, 0);
    }

    protected TItem Take() => _spare.TryPop(out var item) ? item : new TItem();

    /// <summary>Puts units behind those that wait.</summary>
    protected void Enqueue(TItem item, int units)
    {
        (item.Units, item.Time) = (units, times.Before.Now);
        _units += units;
        if (order == CallOrder.Input)
            _items.Enqueue(item);
        else if (item.Missing == 0)
            _done.Enqueue(item);
    }

    /// <summary>Counts an answer.</summary>
    protected void Answer(TItem item)
    {
        if (--item.Missing == 0 && order == CallOrder.Completion)
            _done.Enqueue(item);
    }

    /// <summary>Hands on the units whose turn it is.</summary>
    protected void Release()
    {
        // A result may come while another is handed on: whoever takes rows may answer calls.
        if (_isReleasing)
            return;

        _isReleasing = true;
        while (TryNext(out var item))
        {
            _units -= item.Units;
            if (item.Order is { } action)
            {
                FlushAll();
                action();
            }
            else
            {
                Go(item);
            }

            item.Clear();
            _spare.Push(item);
        }

        FlushAll();
        _isReleasing = false;
    }

    /// <summary>Asks what waits to be asked, and takes the answers that have come.</summary>
    protected abstract void Pump();

    /// <summary>Hands on, or gathers for <see cref="Flush"/>.</summary>
    protected abstract void HandOn(TItem item);

    protected abstract void Flush();

    // What is due behind this step before the unit fires first; until the unit is through, time there does not pass it.
    private void Go(TItem item)
    {
        if (times.Behind.NextDue is { } due && due <= item.Time)
        {
            FlushAll();
            times.Behind.AdvanceTo(item.Time);
        }

        _gathered = Math.Min(_gathered, item.Time);
        HandOn(item);
    }

    private void FlushAll()
    {
        Flush();
        _gathered = long.MaxValue;
    }

    private bool TryNext(out TItem item)
    {
        if (order == CallOrder.Completion)
            return _done.TryDequeue(out item!);

        return _items.TryPeek(out item!) && item.Missing == 0 && _items.TryDequeue(out _);
    }
}
