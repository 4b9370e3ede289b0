using CompiledRules.Runtime.Collections;
using CompiledRules.State;

namespace CompiledRules.Runtime.Aggregation;

/// <summary>The groups of a window while they are put together of panes.</summary>
internal sealed class GroupTotals<TFirst, TKey, TState>(MergeStates<TState> merge)
    where TState : struct, IStateful
{
    private Group<TFirst, TKey, TState>[] _items = [];
    private Mark[] _marks = [];
    private int _window;
    private int _count;

    /// <summary>In the order in which their first units came.</summary>
    public ReadOnlySpan<Group<TFirst, TKey, TState>> Groups => _items.AsSpan(0, _count);

    /// <param name="known">The numbers of keys are below that.</param>
    public void Begin(int known)
    {
        if (known >= _marks.Length)
            Array.Resize(ref _marks, Math.Max(known + 1, _marks.Length * 2));
        _window++;
        _count = 0;
    }

    /// <summary>Adds a pane that came after those added before.</summary>
    public void Add(ReadOnlySpan<Group<TFirst, TKey, TState>> pane)
    {
        if (_items.Length < _count + pane.Length)
            Array.Resize(ref _items, Math.Max(_count + pane.Length, _items.Length * 2));

        foreach (ref readonly var group in pane)
        {
            ref var mark = ref _marks[group.Hash];
            if (mark.Window != _window)
                mark = new Mark(_window, Take(in group));

            // Also the first is merged rather than copied: a state may hold a list, which the window must not share.
            merge(ref _items[mark.Item].State, in group.State);
        }
    }

    /// <summary>Adds the only group of a window without keys and rows.</summary>
    public void AddEmpty()
    {
        if (_items.Length == 0)
            _items = new Group<TFirst, TKey, TState>[1];
        _items[0] = new Group<TFirst, TKey, TState> { IsEmpty = true };
        _count = 1;
    }

    private int Take(in Group<TFirst, TKey, TState> group)
    {
        ref var item = ref _items[_count];
        item.State = default;
        (item.Key, item.First, item.IsEmpty) = (group.Key, group.First, false);
        return _count++;
    }

    private readonly record struct Mark(int Window, int Item);
}
